/// What a worker did for a stretch of one period.
public struct LaneSpan: Sendable, Equatable, Codable {
  /// Creates a span.
  public init(name: String = "", startNanoseconds: Int64 = 0, endNanoseconds: Int64 = 0) {
    self.name = name
    self.startNanoseconds = startNanoseconds
    self.endNanoseconds = endNanoseconds
  }

  /// What it did: a node's name, or `waiting`.
  public var name: String
  /// When it began, from the period's begin; negative before that.
  public var startNanoseconds: Int64
  /// When it was done.
  public var endNanoseconds: Int64

  /// Reads what there is; what an older host did not tell is zero.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.name, into: &name)
    try fields.read(.startNanoseconds, into: &startNanoseconds)
    try fields.read(.endNanoseconds, into: &endNanoseconds)
  }
}
