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

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.name, into: &name)
    try fields.read(.peak, into: &peak)
    try fields.read(.hold, into: &hold)
  }
}
