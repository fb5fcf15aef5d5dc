// Code and data used in the cycle.
import CRealtime

/// Everything the clock driver's thread touches.
struct ClockCycle {
  let sink: PeriodCallback?
  let format: StreamFormat
  let capture: PeriodBuffers
  let playback: PeriodBuffers
  let counters: CounterHandle
  var grid: PeriodGrid
  var isInterrupted = false
  let period: UnsafeMutablePointer<rt_period>

  /// Sleeps until the next period is due.
  @_noLocks
  static func wait(
    _ cycle: UnsafeMutablePointer<ClockCycle>, _ due: UnsafeMutablePointer<Int64>
  ) -> rt_wait_result {
    let isDue =
      cycle.pointee.isInterrupted
      ? cycle.pointee.grid.resumeSleep() : cycle.pointee.grid.sleep()
    cycle.pointee.isInterrupted = !isDue
    guard isDue else { return rt_wait_again }
    cycle.pointee.period.pointee.asked_nanoseconds = cycle.pointee.grid.dueNanoseconds
    if cycle.pointee.grid.skipMissed(tolerating: cycle.pointee.format.periods - 1) {
      cycle.pointee.counters.countXrun()
    }
    due.pointee = cycle.pointee.grid.dueNanoseconds
    cycle.pointee.period.pointee.due_nanoseconds = due.pointee
    return rt_wait_ready
  }

  /// Prepares a period: silence is captured.
  @_noLocks
  static func begin(_ cycle: UnsafeMutablePointer<ClockCycle>) -> UnsafePointer<rt_period>? {
    cycle.pointee.capture.clear()
    cycle.pointee.playback.clear()
    return UnsafePointer(cycle.pointee.period)
  }

  /// Hands on what a period played to the sink, if any.
  @_noLocks
  static func commit(_ cycle: UnsafeMutablePointer<ClockCycle>, isComplete: Bool) {
    if let sink = cycle.pointee.sink { sink.perform(cycle.pointee.period) }
    cycle.pointee.period.pointee.frame_time += UInt64(cycle.pointee.period.pointee.frames)
    cycle.pointee.counters.countPeriod(isComplete: isComplete)
  }
}
