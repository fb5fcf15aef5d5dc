// Code and data used in the cycle.
import CRealtime
import Realtime
import Synchronization

/// Work that spends a share of each period, plays nothing, and notes how late it was.
struct SyntheticLoad: ~Copyable {
  /// What each period's work takes.
  let workNanoseconds: Int64
  /// Periods left out of what is noted: the first ones of a run.
  let warmUpPeriods: Int
  let periods = Atomic<Int>(0)
  let latestStartNanoseconds = Atomic<Int64>(0)
  let latestEndNanoseconds = Atomic<Int64>(0)

  /// Spends the share of one period.
  @_noLocks
  static func perform(
    _ load: UnsafeMutablePointer<SyntheticLoad>, _ period: UnsafePointer<rt_period>
  ) {
    let begin = Clock.now()
    var now = begin
    while now - begin < load.pointee.workNanoseconds { now = Clock.now() }
    let count = load.pointee.periods.add(1, ordering: .relaxed).oldValue
    guard count >= load.pointee.warmUpPeriods else { return }
    let due = period.pointee.due_nanoseconds
    load.pointee.latestStartNanoseconds.max(begin - due, ordering: .relaxed)
    load.pointee.latestEndNanoseconds.max(now - due, ordering: .relaxed)
  }
}
