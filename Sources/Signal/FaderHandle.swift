public import CRealtime
import Synchronization

/// A fader as the cycle sees it: a pointer, so that no reference is counted.
///
/// Valid as long as the `Fader` it came from.
@safe
public struct FaderHandle: BitwiseCopyable, @unchecked Sendable {
  let core: UnsafeMutablePointer<FaderCore>

  @_noLocks
  init(_ core: UnsafeMutablePointer<FaderCore>) { unsafe self.core = unsafe core }

  /// Asks for a fade that begins with the next block and takes `frames` frames.
  ///
  /// 0 frames: at once. A gain that is not finite, or below 0, is taken for 0. Thread: any.
  @_noLocks
  public func fade(to gain: Float, frames: Int, curve: FadeCurve = .linear) {
    unsafe core.pointee.post(gain, frames: frames, curve: curve)
  }

  /// Whether the next `frames` frames end in silence that lasts, by what was asked for up to now.
  ///
  /// Thread: cycle, before `apply`.
  @_noLocks
  public func endsInSilence(frames: Int) -> Bool {
    unsafe FaderCore.takePosted(core)
    var way = unsafe core.pointee.way
    way.advance(frames)
    return way.isAtRest && way.target == 0
  }

  /// Applies the next `frames` gains to all channels alike, in place.
  ///
  /// Thread: cycle, once a block.
  @_noLocks
  public func apply(
    to channels: UnsafePointer<UnsafeMutablePointer<Float>?>, count: Int, frames: Int
  ) {
    unsafe FaderCore.apply(core, to: channels, count: count, frames: frames)
  }

  /// Applies the next gains to what a period plays; they pass as well when it plays nothing.
  ///
  /// Thread: cycle, once a period.
  @_noLocks
  public func apply(to period: UnsafePointer<rt_period>) {
    let frames = unsafe Int(period.pointee.frames)
    guard let playback = unsafe period.pointee.playback else {
      return unsafe FaderCore.pass(core, frames: frames)
    }
    unsafe FaderCore.apply(
      core, to: playback, count: Int(period.pointee.playback_count), frames: frames)
  }
}
