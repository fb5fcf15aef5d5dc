// Control side.
import CRTWorkQ
import Synchronization
import WorkQueues

extension QueueTable {
  /// Counts one more reference; those to queues of the platform are not counted.
  borrowing func lock(_ id: DWORD) throws(Failure) {
    guard let id = QueueIdentifier(id) else { throw Failure(Status.invalidQueue) }
    guard id.isPrivate else { return }
    try entries.withLock { entries throws(Failure) in
      var open = try entries.open(id)
      open.locks += 1
      entries.places[id.slot] = .open(open)
    }
  }

  /// Counts one reference less; the queue of the last one goes once what was put was performed.
  borrowing func unlock(_ id: DWORD) throws(Failure) {
    guard let id = QueueIdentifier(id) else { throw Failure(Status.invalidQueue) }
    guard id.isPrivate else { return }
    let last = try entries.withLock { entries throws(Failure) -> OpenQueue? in
      var open = try entries.open(id)
      open.locks -= 1
      entries.places[id.slot] = .open(open)
      guard open.locks == 0 else { return nil }
      slots[id.slot].close()
      entries.places[id.slot] = .free
      return open
    }
    if let last { Self.end(last) }
  }

  /// Has a queue end on a thread that is none of its workers.
  private static func end(_ open: OpenQueue) {
    // Without a thread it ends with the platform.
    _ = controlThreads.perform {
      if open.isShared {
        open.platform.unlockSharedQueue(open.queue)
      } else {
        open.platform.close(open.queue)
      }
      if let below = open.below { try? queueTable.unlock(below) }
    }
  }
}

extension QueueTable.Entries {
  /// What is open under an id.
  func open(_ id: QueueIdentifier) throws(Failure) -> QueueTable.OpenQueue {
    guard case .open(let open) = places[id.slot], isCurrent(id) else {
      throw Failure(Status.invalidQueue)
    }
    return open
  }
}
