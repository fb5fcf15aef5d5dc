/// What is the matter with a node at the moment, as the meter shows it.
public struct TroubleStatus: Sendable, Equatable, Codable {
  /// Creates a status.
  public init(node: String = "", text: String = "") {
    self.node = node
    self.text = text
  }

  /// The node's name in the session.
  public var node: String
  /// Why it is not heard, or was not just now, in one line.
  public var text: String

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.node, into: &node)
    try fields.read(.text, into: &text)
  }
}
