import CRealtime
import Realtime
import Synchronization

/// What the cycle touches of a queue: rings, the serial queues over it, sleepers and counters.
///
/// Lives at a fixed address and is reached by pointer, so that no reference is counted.
@safe
struct QueueCore: ~Copyable {
  static let serialLimit = 64

  /// One ring for each priority, low first.
  let rings: UnsafeMutablePointer<BoundedRing<QueuedItem>>
  let capacity: Int
  /// Items put and not yet taken; a put is admitted by this count, never by a ring's fullness.
  let depth = Atomic<Int>(0)
  let highestDepth = Atomic<Int>(0)
  let isClosed = Atomic<Bool>(false)

  /// Serial queues over this one.
  ///
  /// A set bit in `ready` says that the serial queue in that place has work of that priority. A
  /// bit cannot be refused, so no accepted item is ever stranded.
  let serials: UnsafeMutablePointer<UnsafeMutablePointer<QueueCore>?>
  let ready: InlineArray<3, Atomic<UInt64>>
  /// Workers that are looking into `serials`; a serial queue may only go when there is none.
  let visitors = Atomic<Int>(0)
  /// Flips with each item, so that neither rings nor serial queues starve the other.
  let turn = Atomic<UInt>(0)
  /// The place behind the serial queue visited last, for each priority.
  let nextPlace: InlineArray<3, Atomic<Int>>

  /// The queue a serial queue performs its items on, and its place there.
  let target: UnsafeMutablePointer<QueueCore>?
  let placeInTarget: Int
  /// Threads that came to perform this serial queue's work since it was last at rest.
  let claims = Atomic<Int>(0)

  let parker = Parker()
  /// Workers that look for work instead of sleeping.
  let spinners = Atomic<Int>(0)
  /// How long a worker that runs out of work looks for more before it sleeps.
  let spinNanoseconds: Int64

  let performed: InlineArray<3, Atomic<UInt64>>
  let refused = Atomic<UInt64>(0)
  let busyNanoseconds = Atomic<Int64>(0)
  let wait = DurationHistogram()
  let run = DurationHistogram()

  /// A serial queue's are those of the queue below.
  let deadlines: UnsafeMutablePointer<DeadlineTable>
  let missed = MissedDeadlines()
}
