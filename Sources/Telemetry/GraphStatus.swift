/// How the session's graph is run.
public struct GraphStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// How many frames what is played comes after what was captured.
  public var latencyFrames = 0
  /// Threads the plan is shared among; 1 where more would not pay.
  public var threads = 0
  /// Stretches of nodes the plan is cut into for them; 0 when one thread performs all.
  public var items = 0
  /// Edits of the graph since the host started.
  public var edits: UInt64 = 0

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.latencyFrames, into: &latencyFrames)
    try fields.read(.threads, into: &threads)
    try fields.read(.items, into: &items)
    try fields.read(.edits, into: &edits)
  }
}
