// Code and data used in the cycle.
import CRealtime

/// Everything the clock driver's thread touches.
struct ClockCycle {
  let callback: PeriodCallback
  let sink: PeriodCallback?
  let format: StreamFormat
  let capture: PeriodBuffers
  let playback: PeriodBuffers
  let counters: CounterHandle
  var grid: PeriodGrid
  var isInterrupted = false
  var period = rt_period()

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
    if cycle.pointee.grid.skipMissed(tolerating: cycle.pointee.format.periods - 1) {
      cycle.pointee.counters.countXrun()
    }
    due.pointee = cycle.pointee.grid.dueNanoseconds
    cycle.pointee.period.due_nanoseconds = due.pointee
    return rt_wait_ready
  }

  /// Performs one period.
  ///
  /// Captured is silence, and what is played goes to the sink, if any.
  @_noLocks
  static func perform(_ cycle: UnsafeMutablePointer<ClockCycle>) {
    cycle.pointee.capture.clear()
    cycle.pointee.playback.clear()
    cycle.pointee.callback.perform(&cycle.pointee.period)
    if let sink = cycle.pointee.sink { sink.perform(&cycle.pointee.period) }
    cycle.pointee.period.frame_time += UInt64(cycle.pointee.period.frames)
    cycle.pointee.counters.countPeriod()
  }
}
