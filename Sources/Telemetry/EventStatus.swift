/// Something that happened, as the meter shows it.
public struct EventStatus: Sendable, Equatable, Codable {
  /// Creates an event.
  public init(uptimeNanoseconds: Int64 = 0, text: String = "") {
    self.uptimeNanoseconds = uptimeNanoseconds
    self.text = text
  }

  /// When, in nanoseconds since the host started.
  public var uptimeNanoseconds: Int64
  /// What happened, in one line.
  public var text: String

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.uptimeNanoseconds, into: &uptimeNanoseconds)
    try fields.read(.text, into: &text)
  }
}
