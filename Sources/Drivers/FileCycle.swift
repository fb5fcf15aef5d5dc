// Code and data used in the cycle.
import CRealtime

/// Everything a period of the file driver touches.
struct FileCycle {
  let callback: PeriodCallback
  let capture: PeriodBuffers
  let playback: PeriodBuffers
  let counters: CounterHandle
  var period: rt_period

  /// Performs one period over what was read before.
  ///
  /// Denormals are flushed on whatever thread it is, so that a render on the caller's thread gives
  /// the same samples as one on a worker.
  @_noLocks
  static func perform(_ cycle: UnsafeMutablePointer<FileCycle>) {
    let denormals = rt_denormals_flush()
    cycle.pointee.playback.clear()
    cycle.pointee.callback.perform(&cycle.pointee.period)
    cycle.pointee.period.frame_time += UInt64(cycle.pointee.period.frames)
    cycle.pointee.counters.countPeriod()
    rt_denormals_restore(denormals)
  }
}
