import CRealtime
import Signal

extension PlanCore {
  /// Copies what the driver captured, from a frame on, into the plan's own buffers.
  ///
  /// Copied because a driver's buffers may be elsewhere each period. A channel the driver does not
  /// have is silent.
  @_noLocks
  borrowing func readCapture(_ period: UnsafePointer<rt_period>, from offset: Int) {
    let available = unsafe Int(period.pointee.capture_count)
    for channel in 0..<captureCount {
      let buffer = unsafe capture[channel]
      if channel < available, let samples = unsafe period.pointee.capture[channel] {
        unsafe Kernel.copy(samples + offset, to: buffer, frames: frames)
      } else {
        unsafe Kernel.clear(buffer, frames: frames)
      }
    }
  }

  /// Writes what is to be played, from a frame on, into the driver's buffers.
  ///
  /// A channel the plan does not have is silent.
  @_noLocks
  borrowing func writePlayback(_ period: UnsafePointer<rt_period>, from offset: Int) {
    unsafe writePlayback(period, from: offset, points: playback)
  }

  /// The same with other mix points than the core's.
  @_noLocks
  borrowing func writePlayback(
    _ period: UnsafePointer<rt_period>, from offset: Int, points: UnsafeMutablePointer<MixPoint>
  ) {
    for channel in 0..<(unsafe Int(period.pointee.playback_count)) {
      guard let samples = unsafe period.pointee.playback[channel] else { continue }
      if channel < playbackCount {
        unsafe points[channel].sum(to: samples + offset, frames: frames, fade: fade)
      } else {
        unsafe Kernel.clear(samples + offset, frames: frames)
      }
    }
  }

  /// Fills what is to be played with silence, from a frame on.
  @_noLocks
  static func silence(_ period: UnsafePointer<rt_period>, from offset: Int) {
    let frames = unsafe Int(period.pointee.frames) - offset
    for channel in 0..<(unsafe Int(period.pointee.playback_count)) {
      guard let samples = unsafe period.pointee.playback[channel] else { continue }
      unsafe Kernel.clear(samples + offset, frames: frames)
    }
  }
}
