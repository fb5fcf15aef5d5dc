// Control side.
import CRTWorkQ
import Synchronization
import WorkQueues

/// The queues programs name by numbers.
let queueTable = QueueTable()

/// All queues of the process: 124 of programs, and those of the platform.
struct QueueTable: ~Copyable, @unchecked Sendable {
  static let slotCount = QueueIdentifier.privateCount + QueueIdentifier.platformCount

  /// What putting threads see.
  let slots: UnsafeMutablePointer<QueueSlot>
  /// What only control threads see.
  let entries = Mutex(Entries())

  struct Entries {
    var places = [Place](repeating: .free, count: slotCount)
    var generations = [UInt16](repeating: 0, count: slotCount)
  }

  enum Place {
    case free
    /// Taken for a queue that is being made.
    case reserved
    case open(OpenQueue)
  }

  /// A queue in the table.
  struct OpenQueue {
    let queue: WorkQueue
    let platform: WorkPlatform
    /// One for its allocation, and one for each lock and each serial queue over it.
    var locks = 1
    /// The queue below a serial queue, which is locked for as long.
    var below: DWORD?
    /// Whether the platform counts a lock of it.
    var isShared = false
  }

  init() {
    slots = .allocate(capacity: Self.slotCount)
    for slot in 0..<Self.slotCount { (slots + slot).initialize(to: QueueSlot()) }
  }

  /// Counts the caller in at a queue until `leave`; nil when there is none of that id.
  ///
  /// Takes no lock, except when it comes first to a queue of the platform.
  borrowing func enter(_ id: DWORD) -> UnsafeMutablePointer<QueueSlot>? {
    guard let id = QueueIdentifier(id) else { return nil }
    let slot = slots + id.slot
    if slot.pointee.enter(id) { return slot }
    guard !id.isPrivate, openPlatformQueue(id) != nil else { return nil }
    return slot.pointee.enter(id) ? slot : nil
  }

  /// The queue of an id, for what is not done in a hurry.
  borrowing func queue(_ id: DWORD) throws(Failure) -> WorkQueue {
    guard platformLife.isRunning else { throw Failure(Status.shutdown) }
    guard let id = QueueIdentifier(id) else { throw Failure(Status.invalidQueue) }
    let found = entries.withLock { entries in
      if case .open(let open) = entries.places[id.slot], entries.isCurrent(id) {
        open.queue
      } else {
        WorkQueue?.none
      }
    }
    if let found { return found }
    guard !id.isPrivate, let made = openPlatformQueue(id) else {
      throw Failure(Status.invalidQueue)
    }
    return made
  }

  /// Lets nobody in any more, anywhere.
  borrowing func closeAll() {
    entries.withLock { entries in
      for slot in 0..<Self.slotCount {
        guard case .open = entries.places[slot] else { continue }
        slots[slot].close()
        entries.places[slot] = .free
      }
    }
  }
}

extension QueueTable.Entries {
  func isCurrent(_ id: QueueIdentifier) -> Bool {
    !id.isPrivate || generations[id.slot] == id.generation
  }
}
