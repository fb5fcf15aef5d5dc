// Control side.
import Realtime
import Synchronization
import WorkQueues

/// A place in the table of queues, as putting threads see it.
///
/// They count themselves in and out in the word that also says whether the queue is open and which
/// it is: putting takes no lock, and a queue only goes when nobody is at it.
struct QueueSlot: ~Copyable {
  /// Users below, generation and openness above.
  private let word = Atomic<UInt64>(0)
  // Written before the slot is opened, read by its users.
  private(set) var queue: QueueHandle?
  private(set) var isSerial = false
  /// Keeps neighbours out of the cache line.
  private let padding: InlineArray<10, UInt64> = .init(repeating: 0)

  /// Counts the caller in; false when it is not that queue which is open here.
  borrowing func enter(_ id: QueueIdentifier) -> Bool {
    let before = word.wrappingAdd(1, ordering: .acquiring).oldValue
    if before & ~Self.users == id.openWord { return true }
    leave()
    return false
  }

  /// Counts the caller out.
  borrowing func leave() { word.wrappingSubtract(1, ordering: .releasing) }

  /// Lets users in.
  mutating func open(_ id: QueueIdentifier, _ queue: QueueHandle, isSerial: Bool) {
    self.queue = queue
    self.isSerial = isSerial
    word.bitwiseOr(id.openWord, ordering: .releasing)
  }

  /// Lets nobody in any more, and waits until all have left.
  borrowing func close() {
    word.bitwiseAnd(Self.users, ordering: .acquiringAndReleasing)
    while word.load(ordering: .acquiring) & Self.users != 0 { pauseShortly() }
  }

  private static let users: UInt64 = 0xffff_ffff
}
