import CRealtime
import Realtime

/// What a period touches of a take.
struct TakeCycle: BitwiseCopyable, @unchecked Sendable {
  // Unchecked: the clock lives as long as the window it is of.
  let clock: UnsafePointer<PeriodClock>
  let capture: RecordingTap.Handle?
  let playback: RecordingTap.Handle?
  let inputs: InputRing

  /// Before anything of the period is looked at.
  ///
  /// Thread: cycle.
  @_noLocks
  func begin(_ period: UnsafePointer<rt_period>) {
    clock.pointee.begin()
    if let capture { capture.writeCapture(period) }
    inputs.write(period)
  }

  /// When all of it is done.
  ///
  /// Thread: cycle.
  @_noLocks
  func end(_ period: UnsafePointer<rt_period>) {
    if let playback { playback.writePlayback(period) }
    clock.pointee.end(frames: Int(period.pointee.frames))
  }
}
