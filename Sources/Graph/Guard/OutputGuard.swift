// Control side.

/// What a node's outputs are looked at for after each block: samples that are no numbers, infinite or
/// far too loud.
///
/// In the block in which one is found, each output goes from its last good sample on a straight line
/// to silence. The node is performed on unheard until it has been good for `holdFrames` frames, and
/// then fades in. Frames count from the bad sample, so that what is heard later does not depend on how
/// periods are cut; only that straight line does.
public struct OutputGuard: Sendable, Equatable {
  /// The lowest limit, 6 dB above full level: below that, nothing is looked at in detail.
  public static let lowestLimit: Float = 2

  /// Creates a guard; a limit that is too low, or no number, becomes the lowest one.
  public init(limit: Float = 100, holdFrames: Int = 48_000, riseFrames: Int = 480) {
    self.limit = limit > Self.lowestLimit ? limit : Self.lowestLimit
    self.holdFrames = max(0, min(holdFrames, Int(Int32.max)))
    self.riseFrames = max(0, min(riseFrames, Int(Int32.max)))
  }

  /// The highest magnitude that is let through.
  public let limit: Float
  /// How long a node has to be good before it is heard again.
  public let holdFrames: Int
  /// How long it takes to fade in; 64 frames at least.
  public let riseFrames: Int
}

extension GuardLimits {
  init(_ outputGuard: OutputGuard?) {
    limit = outputGuard?.limit ?? 0
    holdFrames = Int32(outputGuard?.holdFrames ?? 0)
    riseFrames = Int32(outputGuard?.riseFrames ?? 0)
  }
}
