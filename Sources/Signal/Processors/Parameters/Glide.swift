/// A value the cycle brings to a target without a step, in a straight line over some frames.
///
/// The first target counts at once. At rest the value is exactly the target.
struct Glide: BitwiseCopyable {
  private var ramp: LinearRamp
  private var hasBegun: Bool

  /// A value that will be at its first target.
  @_noLocks
  init() {
    ramp = LinearRamp(at: 0)
    hasBegun = false
  }

  /// The value's way through the next `frames` frames, which count as done then; a new way to
  /// `target` takes `rampFrames` frames.
  ///
  /// Thread: cycle, once a block.
  @_noLocks
  mutating func next(_ frames: Int, to target: Float, over rampFrames: Int) -> LinearRamp {
    if !hasBegun {
      ramp = LinearRamp(at: target)
      hasBegun = true
    } else if target.bitPattern != ramp.target.bitPattern {
      ramp = LinearRamp(from: ramp.gain, to: target, frames: rampFrames)
    }
    let way = ramp
    ramp.advance(frames)
    return way
  }
}
