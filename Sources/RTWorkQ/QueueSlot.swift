// Control side.
import Realtime
import Synchronization
import WorkQueues

/// A place in the table of queues, as putting threads see it.
///
/// They count themselves in and out in the word that also says whether the queue is open and which
/// it is: putting takes no lock, and a queue only goes when nobody is at it.
struct QueueSlot: ~Copyable {
  /// What users need of the queue.
  struct Target {
    let queue: QueueHandle
    let isSerial: Bool
  }

  /// Users below, generation and openness above.
  private let word = Atomic<UInt64>(0)
  /// Written before the slot is opened, read by its users.
  private let target = UnsafeMutablePointer<Target?>.allocate(capacity: 1)
  /// Keeps neighbours out of the cache line.
  private let padding: InlineArray<14, UInt64> = .init(repeating: 0)

  init() { target.initialize(to: nil) }

  deinit { target.deallocate() }

  /// Counts the caller in; nil when it is not that queue which is open here.
  borrowing func enter(_ id: QueueIdentifier) -> Target? {
    let before = word.wrappingAdd(1, ordering: .acquiring).oldValue
    if before & ~Self.users == id.openWord, let target = target.pointee { return target }
    leave()
    return nil
  }

  /// Counts the caller out.
  borrowing func leave() { word.wrappingSubtract(1, ordering: .releasing) }

  /// Lets users in.
  borrowing func open(_ id: QueueIdentifier, _ target: Target) {
    self.target.pointee = target
    word.bitwiseOr(id.openWord, ordering: .releasing)
  }

  /// Lets nobody in any more, and waits until all have left.
  borrowing func close() {
    word.bitwiseAnd(Self.users, ordering: .acquiringAndReleasing)
    while word.load(ordering: .acquiring) & Self.users != 0 { pauseShortly() }
  }

  private static let users: UInt64 = 0xffff_ffff
}
