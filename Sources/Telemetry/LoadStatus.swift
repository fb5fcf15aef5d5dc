/// DSP load: the share of each period that its work took.
public struct LoadStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// Mean of the periods since the last frame.
  public var now: Double = 0
  /// Largest of the periods since the host started.
  public var highest: Double = 0
  /// One value for each thirtieth of a second, oldest first; the largest load since the frame before.
  public var history: [Double] = []

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.now, into: &now)
    try fields.read(.highest, into: &highest)
    try fields.read(.history, into: &history)
  }
}
