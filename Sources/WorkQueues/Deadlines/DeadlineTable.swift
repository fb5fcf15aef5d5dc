import Realtime
import Synchronization

/// The deadlines of a queue and of the serial queues over it, and what their workers show.
///
/// Nobody is told that a deadline has passed by being woken for it alone: who brings new work to
/// one of the queues settles the deadlines that have passed first, and else the timer's thread does.
@safe
struct DeadlineTable: ~Copyable {
  static var slotCount: Int { @_noLocks get { 64 } }

  let slots: UnsafeMutablePointer<DeadlineSlot>
  /// A bit for each slot that nobody uses.
  let free = Atomic<UInt64>(.max)
  /// A bit for each slot with a deadline.
  let armed = Atomic<UInt64>(0)
  /// When the first deadline is due, or an earlier time; `.max` for none.
  let nextDue = Atomic<Int64>(.max)
  // Producers look at the above for every item, and workers write below.
  private let padding = CacheLinePadding()
  /// Threads that may have found the queue of a deadline; a queue may only go when there is none.
  let settlers = Atomic<Int>(0)

  /// The workers' seats: a list that only grows.
  let seats = Atomic<UInt>(0)
  /// Times a worker rose, and how many of them no work came.
  let rises = Atomic<UInt64>(0)
  let risesInVain = Atomic<UInt64>(0)

  /// Settles what nobody else did; nil where there is no timer.
  let timer: UnsafeMutablePointer<TimerCore>?
  let isWatched = Atomic<Bool>(false)
  /// The next table in one of the timer's lists.
  let nextWatched = Atomic<UInt>(0)
}
