/// A channel's level, as the meter shows it.
public struct LevelStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// The channel's name, such as `playback_1`.
  public var name = ""
  /// Largest absolute sample since the last frame.
  public var peak: Float = 0
  /// Largest absolute sample of the last seconds, falling back slowly.
  public var hold: Float = 0
}
