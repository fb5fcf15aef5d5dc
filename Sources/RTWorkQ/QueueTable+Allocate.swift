// Control side.
import CRTWorkQ
import Synchronization
import WorkQueues

extension QueueTable {
  /// Gives a new queue an id.
  ///
  /// `below` is the queue below a serial one, locked by the caller.
  borrowing func allocate(
    below: DWORD? = nil, isShared: Bool = false,
    _ make: (WorkPlatform) throws(WorkQueueError) -> WorkQueue
  ) throws(Failure) -> DWORD {
    let platform = try platformLife.platform()
    let id = try reserve()
    do throws(Failure) {
      let queue = try translating { () throws(WorkQueueError) in try make(platform) }
      return try open(
        id, OpenQueue(queue: queue, platform: platform, below: below, isShared: isShared))
    } catch {
      entries.withLock { $0.places[id.slot] = .free }
      throw error
    }
  }

  private borrowing func reserve() throws(Failure) -> QueueIdentifier {
    let id = entries.withLock { entries -> QueueIdentifier? in
      let free = (0..<QueueIdentifier.privateCount).first {
        if case .free = entries.places[$0] { true } else { false }
      }
      guard let free else { return nil }
      entries.places[free] = .reserved
      let generation = QueueIdentifier.generation(after: entries.generations[free])
      entries.generations[free] = generation
      return QueueIdentifier(slot: free, generation: generation)
    }
    guard let id else { throw Failure(Status.fail) }
    return id
  }

  private borrowing func open(
    _ id: QueueIdentifier, _ open: OpenQueue
  ) throws(Failure) -> DWORD {
    let isOpen = entries.withLock { entries in
      // Shut down meanwhile: nobody would close it any more.
      guard platformLife.isRunning else { return false }
      place(open, at: id, in: &entries)
      return true
    }
    if isOpen { return id.value }
    open.platform.close(open.queue)
    throw Failure(Status.shutdown)
  }

  private borrowing func place(
    _ open: OpenQueue, at id: QueueIdentifier, in entries: inout Entries
  ) {
    entries.places[id.slot] = .open(open)
    slots[id.slot].open(
      id, open.queue.handle, isSerial: open.queue.kind == .serial)
  }

  /// Makes a queue of the platform when it is first asked for.
  borrowing func openPlatformQueue(_ id: QueueIdentifier) -> WorkQueue? {
    guard let platform = try? platformLife.platform() else { return nil }
    return entries.withLock { entries in
      if case .open(let open) = entries.places[id.slot] { return open.queue }
      guard platformLife.isRunning, let which = PlatformQueue(rawValue: id.value),
        let queue = try? platform.queue(which)
      else { return nil }
      place(OpenQueue(queue: queue, platform: platform), at: id, in: &entries)
      return queue
    }
  }
}
