/// A time by which what was put into a queue has to be done, and when workers rise for it.
@safe
struct Deadline: BitwiseCopyable {
  /// The time on CLOCK_MONOTONIC.
  let dueNanoseconds: Int64
  /// When workers begin to look for work; `.max` for never.
  let riseNanoseconds: Int64
  /// How many workers do.
  let risingWorkers: Int
  /// The queue it was set for.
  let owner: UnsafeMutablePointer<QueueCore>

  @_noLocks
  init(
    dueNanoseconds: Int64, riseNanoseconds: Int64, risingWorkers: Int,
    owner: UnsafeMutablePointer<QueueCore>
  ) {
    self.dueNanoseconds = dueNanoseconds
    self.riseNanoseconds = riseNanoseconds
    self.risingWorkers = risingWorkers
    unsafe self.owner = unsafe owner
  }

  /// A deadline that is set at `now`: a time that has passed means now.
  @_noLocks
  init(
    due: Int64, preDeadline: Int64, risingWorkers: Int, owner: UnsafeMutablePointer<QueueCore>,
    now: Int64
  ) {
    let due = max(due, now)
    // Cut to what is ahead, so that neither a long nor a negative lead overflows.
    let lead = min(max(0, preDeadline), due - now)
    unsafe self.init(
      dueNanoseconds: due, riseNanoseconds: lead > 0 ? due - lead : .max,
      risingWorkers: risingWorkers, owner: owner)
  }
}
