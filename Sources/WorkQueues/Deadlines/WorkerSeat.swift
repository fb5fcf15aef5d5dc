import Realtime
import Synchronization

/// What others may see of a worker: the item it is in, and until when it sleeps.
///
/// Lives as long as the queue, so that nobody who looks need know whether the worker still does.
@safe
struct WorkerSeat: ~Copyable {
  /// Its place among the workers that rise for a deadline; `.max` for one that never does.
  let rank: Int
  let nextSeat: UnsafeMutablePointer<WorkerSeat>?
  let isTaken = Atomic<Bool>(true)
  let threadID = Atomic<Int32>(0)

  /// The queue of which it has taken an item that it is about to begin; 0 for none.
  let taking = Atomic<UInt>(0)
  /// The outermost item, and the innermost of those it performs itself.
  let outer = ItemMark()
  let inner = ItemMark()
  /// How many items it is in; the worker's own.
  private let nesting = Atomic<Int>(0)

  /// The time its sleep ends by itself, `.max` for none; 0 while it is awake.
  let sleepsUntil = Atomic<Int64>(0)
  /// When it last rose; the worker's own.
  let risen = Atomic<Int64>(0)

  /// Whether its worker rises for deadlines.
  var rises: Bool { @_noLocks get { rank < .max } }

  /// Shows the item that begins; returns the one to show again when it ends.
  @_noLocks
  borrowing func begin(_ item: ShownItem) -> ShownItem {
    let depth = nesting.load(ordering: .relaxed)
    nesting.store(depth + 1, ordering: .relaxed)
    let before = depth > 1 ? inner.read() : ShownItem()
    if depth == 0 { outer.show(item) } else { inner.show(item) }
    taking.store(0, ordering: .releasing)
    return before
  }

  /// Shows that an item has ended.
  @_noLocks
  borrowing func end(at ticks: UInt64, before: ShownItem) {
    let depth = nesting.load(ordering: .relaxed) - 1
    nesting.store(depth, ordering: .relaxed)
    if depth == 0 { return outer.end(at: ticks) }
    if depth == 1 { inner.end(at: ticks) } else { inner.show(before) }
  }

  /// The item of a queue that runs here, or ran after a time; nil for none.
  @_noLocks
  borrowing func item(of queue: UInt, after due: Int64, seen now: Moment) -> ShownItem? {
    let isTaking = taking.load(ordering: .acquiring) == queue
    var shown = inner.read()
    if !shown.isIn(queue, after: due, seen: now) { shown = outer.read() }
    if !shown.isIn(queue, after: due, seen: now) {
      guard isTaking else { return nil }
      shown = ShownItem()
    }
    shown.threadID = threadID.load(ordering: .relaxed)
    return shown
  }
}
