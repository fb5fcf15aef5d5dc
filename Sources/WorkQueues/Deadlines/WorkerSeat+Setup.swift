// Prepares seats for the cycle; never runs in it.
import Synchronization

extension WorkerSeat {
  init(rank: Int, next: UnsafeMutablePointer<WorkerSeat>?) {
    self.rank = rank
    unsafe nextSeat = unsafe next
  }

  /// The outermost item that runs here; nil for none.
  var runningItem: WorkItemIdentity? {
    let shown = outer.read()
    guard shown.function != 0, shown.endedTicks == 0 else { return nil }
    return WorkItemIdentity(function: shown.function, context: shown.context)
  }
}
