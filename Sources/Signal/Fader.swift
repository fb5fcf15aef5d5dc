// Control side.
import Synchronization

/// The master fade: one gain over all channels that moves along a curve, frame by frame.
///
/// It ends at exactly the gain that was asked for: 1 leaves the samples as they are, 0 makes
/// silence. A fade asked for while another is under way goes on from the present gain. From one
/// frame to the next a gain changes by at most the difference divided by the frames the fade takes,
/// times the curve's steepest slope: 1 when linear, π/2 when smooth or of equal power, 10.4 when
/// exponential.
@safe
public final class Fader: @unchecked Sendable {
  private let core: UnsafeMutablePointer<FaderCore>
  private let gains: UnsafeMutablePointer<Float>

  /// Creates a fader at rest.
  public init(gain: Float = 1) {
    unsafe gains = .allocate(capacity: FaderCore.chunkFrames)
    unsafe gains.initialize(repeating: 0, count: FaderCore.chunkFrames)
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(to: FaderCore(gain: gain, gains: gains))
  }

  deinit {
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
    unsafe gains.deallocate()
  }

  /// The fader as the cycle sees it; valid as long as this fader.
  public var handle: FaderHandle { unsafe FaderHandle(core) }

  /// Asks for a fade that begins with the next block and takes `frames` frames.
  ///
  /// 0 frames: at once. A gain that is not finite, or below 0, is taken for 0. Thread: any.
  public func fade(to gain: Float, frames: Int, curve: FadeCurve = .linear) {
    handle.fade(to: gain, frames: frames, curve: curve)
  }

  /// Whether nothing moves and nothing was asked for; asked on any thread.
  public var isAtRest: Bool {
    // In this order: the cycle says that it moves before it takes what was posted.
    guard unsafe core.pointee.posted.load(ordering: .acquiring) == FaderCore.nothing else {
      return false
    }
    return unsafe !core.pointee.isMoving.load(ordering: .acquiring)
  }

  /// The gain of the last frame, read on any thread.
  public var currentGain: Float {
    unsafe Float(bitPattern: core.pointee.gain.load(ordering: .relaxed))
  }
}
