/// How many entries of a frame the telemetry page had no room for.
///
/// The page has fixed arrays. What does not fit is counted here, so that a reader can say so.
public struct LeftOutCounts: Sendable, Equatable, Codable {
  /// Creates counts that are all zero.
  public init() {}

  /// Queues beyond the first 32.
  public var queues = 0
  /// Workers beyond the first 64.
  public var workers = 0
  /// Nodes beyond the first 256.
  public var nodes = 0
  /// Troubles beyond the first 32.
  public var troubles = 0
  /// Levels beyond the first 64.
  public var levels = 0
  /// Meters beyond the first 32.
  public var meters = 0
  /// Events older than the last 32.
  public var events = 0

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.queues, into: &queues)
    try fields.read(.workers, into: &workers)
    try fields.read(.nodes, into: &nodes)
    try fields.read(.troubles, into: &troubles)
    try fields.read(.levels, into: &levels)
    try fields.read(.meters, into: &meters)
    try fields.read(.events, into: &events)
  }
}
