import CRealtime
import Realtime

/// What a period touches of a take.
struct TakeCycle: BitwiseCopyable, @unchecked Sendable {
  // Unchecked: the clock lives as long as the window it is of.
  let clock: UnsafePointer<PeriodClock>
  let capture: RecordingTap.Handle?
  let playback: RecordingTap.Handle?

  /// Before anything of the period is looked at.
  ///
  /// Thread: cycle.
  @_noLocks
  func begin(_ period: UnsafePointer<rt_period>) {
    clock.pointee.begin()
    if let capture { capture.writeCapture(period) }
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

extension RecordingTap.Handle {
  /// Writes what a period captured; what does not fit is counted by the ring.
  ///
  /// Thread: cycle.
  @_noLocks
  func writeCapture(_ period: UnsafePointer<rt_period>) {
    guard let capture = period.pointee.capture else { return }
    let planes = UnsafeRawPointer(capture).assumingMemoryBound(to: UnsafePointer<Float>?.self)
    _ = ring.pointee.write(planes, frames: Int(period.pointee.frames))
  }
}
