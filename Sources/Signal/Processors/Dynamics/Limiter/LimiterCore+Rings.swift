import CRealtime

extension LimiterCore {
  /// The ceiling each frame came in under.
  private var ceilings: UnsafeMutablePointer<Float> {
    @_noLocks get { unsafe rings + channels * ringFrames }
  }

  /// Remembers a frame; what is not finite as silence.
  @_noLocks
  borrowing func takeIn(
    _ block: UnsafePointer<rt_block>, _ frame: Int, at place: Int, ceiling: Float
  ) {
    let index = place & (ringFrames - 1)
    unsafe ceilings[index] = ceiling
    for channel in 0..<channels {
      guard let input = unsafe block.input(channel) else { continue }
      let sample = unsafe input[frame]
      unsafe rings[channel * ringFrames + index] = sample.magnitude < .infinity ? sample : 0
    }
  }

  /// Plays one lane.
  @_noLocks
  borrowing func giveOut(
    _ block: UnsafePointer<rt_block>, _ frame: Int, _ tap: LimiterTap, at place: Int
  ) {
    for channel in 0..<channels {
      guard let output = unsafe block.output(channel) else { continue }
      unsafe output[frame] = sample(channel, tap)
    }
  }

  /// Plays one lane on the way to another; both are below the ceiling, so their mean is too.
  @_noLocks
  borrowing func giveOut(
    _ block: UnsafePointer<rt_block>, _ frame: Int, _ tap: LimiterTap, _ other: LimiterTap,
    share: Float, at place: Int
  ) {
    let (one, two) = unsafe (ceilings[tap.index], ceilings[other.index])
    let ceiling = one > two ? one : two
    for channel in 0..<channels {
      guard let output = unsafe block.output(channel) else { continue }
      let mixed = sample(channel, tap) * (1 - share) + sample(channel, other) * share
      unsafe output[frame] = Self.held(mixed, below: ceiling)
    }
  }

  @_noLocks
  private borrowing func sample(_ channel: Int, _ tap: LimiterTap) -> Float {
    let sample = unsafe rings[channel * ringFrames + tap.index] * tap.gain
    return unsafe Self.held(sample, below: ceilings[tap.index])
  }

  /// Takes away what rounding may have put above the ceiling.
  @_noLocks
  private static func held(_ sample: Float, below ceiling: Float) -> Float {
    sample > ceiling ? ceiling : sample < -ceiling ? -ceiling : sample
  }
}
