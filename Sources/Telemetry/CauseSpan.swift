/// A stretch of the time line of a period that went wrong.
public struct CauseSpan: Sendable, Equatable, Codable {
  /// Creates a span.
  public init(
    lane: String = "", name: String = "", startNanoseconds: Int64 = 0, endNanoseconds: Int64 = 0
  ) {
    self.lane = lane
    self.name = name
    self.startNanoseconds = startNanoseconds
    self.endNanoseconds = endNanoseconds
  }

  /// Where: a thread's name, or `device`.
  public var lane: String
  /// What went on there.
  public var name: String
  /// When it began, from the period's begin; negative before that.
  public var startNanoseconds: Int64
  /// When it was over.
  public var endNanoseconds: Int64

  /// Reads what there is; what an older host did not tell is zero or empty.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.lane, into: &lane)
    try fields.read(.name, into: &name)
    try fields.read(.startNanoseconds, into: &startNanoseconds)
    try fields.read(.endNanoseconds, into: &endNanoseconds)
  }
}
