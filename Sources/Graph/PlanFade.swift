/// How a plan fades its connections: all with one straight ramp.
///
/// Frames count from the first period of the plan. Connections with `fadeIn` are silent until the
/// plan has settled, then come up; those with `fadeOut` go down at the same time.
public struct PlanFade: BitwiseCopyable, Sendable, Equatable {
  /// How long nothing moves, so that delay lines and new nodes fill.
  public let settleFrames: Int
  /// How long the gains move.
  public let rampFrames: Int

  /// Creates a fade; what is negative counts as 0.
  @_noLocks
  public init(settleFrames: Int, rampFrames: Int) {
    self.settleFrames = settleFrames > 0 ? settleFrames : 0
    self.rampFrames = rampFrames > 0 ? rampFrames : 0
  }

  var frames: Int { @_noLocks get { settleFrames + rampFrames } }
}
