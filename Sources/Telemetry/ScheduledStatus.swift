/// An item that waits for its time, as the meter shows it.
public struct ScheduledStatus: Sendable, Equatable, Codable {
  /// Creates a status.
  public init(
    name: String = "", queue: String = "", dueNanoseconds: Int64 = 0,
    intervalNanoseconds: Int64 = 0
  ) {
    self.name = name
    self.queue = queue
    self.dueNanoseconds = dueNanoseconds
    self.intervalNanoseconds = intervalNanoseconds
  }

  /// What it does, such as `fade` or `beat`.
  public var name: String
  /// The queue it is put into.
  public var queue: String
  /// When, from the frame's moment; negative when it is late.
  public var dueNanoseconds: Int64
  /// How long until it comes again; 0 when it comes once.
  public var intervalNanoseconds: Int64

  /// Reads what there is; what an older host did not tell is zero or empty.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.name, into: &name)
    try fields.read(.queue, into: &queue)
    try fields.read(.dueNanoseconds, into: &dueNanoseconds)
    try fields.read(.intervalNanoseconds, into: &intervalNanoseconds)
  }
}
