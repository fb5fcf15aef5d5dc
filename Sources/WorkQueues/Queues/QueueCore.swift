import CRealtime
import Realtime
import Synchronization

/// What the cycle touches of a queue: rings, the serial queues over it, sleepers and counters.
///
/// Lives at a fixed address and is reached by pointer, so that no reference is counted.
@safe
struct QueueCore: ~Copyable {
  /// The highest depth is counted in steps of so many items.
  static var depthStep: Int { @_noLocks get { 16 } }

  /// One ring for each priority, low first.
  let rings: UnsafeMutablePointer<BoundedRing<QueuedItem>>
  let capacity: Int
  let isClosed = Atomic<Bool>(false)

  /// Serial queues over this one, by their places, and those that have work of each priority.
  let serials: UnsafeMutablePointer<UnsafeMutablePointer<QueueCore>?>
  let ready: InlineArray<3, ReadyPlaces>
  /// Workers that are looking into `serials`; a serial queue may only go when there is none.
  let visitors = Atomic<Int>(0)
  /// Flips with each item, so that neither rings nor serial queues starve the other.
  let turn = Atomic<UInt>(0)

  /// The queue a serial queue performs its items on, and its place there.
  let target: UnsafeMutablePointer<QueueCore>?
  let placeInTarget: Int
  /// How long a worker that runs out of work looks for more before it sleeps.
  let spinNanoseconds: Int64
  /// Whether workers that look for work are counted: not where there is one worker, which either
  /// looks or sleeps.
  let countsSpinners: Bool

  /// Of a preempting queue, the core of each priority, low first; its own rings stay empty.
  let lanes: UnsafeMutablePointer<QueueCore>?
  /// Of such a lane, the preempting queue.
  let front: UnsafeMutablePointer<QueueCore>?

  // What producers write for every item.
  private let producerPadding = CacheLinePadding()
  /// Items ever put, and those about to be; a put is admitted by this count and that of the items
  /// taken, never by a ring's fullness.
  let counted = Atomic<Int>(0)
  /// Items taken, as a producer last saw it; never more than were.
  let knownTaken = Atomic<Int>(0)
  /// Whether items were being taken when the highest depth was last looked at.
  let isTaking = Atomic<Bool>(false)
  let highestDepth = Atomic<Int>(0)
  /// Of each priority, when the depth was at its highest, or was looked at.
  let highestDepths: InlineArray<3, Atomic<Int>>
  let refused = Atomic<UInt64>(0)

  // What changes when workers come to rest, and producers read for every item.
  private let restPadding = CacheLinePadding()
  let parker = Parker()
  /// Workers that look for work instead of sleeping.
  let spinners = Atomic<Int>(0)
  let growth = QueueGrowth()
  private let endPadding = CacheLinePadding()

  /// When the timer will hand over an item that a worker is to be awake for; 0 for none.
  let scheduledNanoseconds = Atomic<Int64>(0)
  /// Whether its workers ask for real-time scheduling.
  let isRealtime = Atomic<Bool>(false)

  /// Threads that came to perform this serial queue's work since it was last at rest.
  let claims = Atomic<Int>(0)
  /// What others than its own workers performed: the items of a serial queue.
  let counters = WorkCounters()

  /// A serial queue's are those of the queue below, a lane's those of its preempting queue.
  let deadlines: UnsafeMutablePointer<DeadlineTable>
  let missed = MissedDeadlines()
  /// Where an item of this serial queue keeps its turn; nil for other queues.
  var turnSlot: UnsafeMutablePointer<TurnSlot>?
  /// Blocking items that wait or are being performed.
  let blocking = Atomic<Int>(0)
}
