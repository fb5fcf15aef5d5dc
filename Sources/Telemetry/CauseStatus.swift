/// Why a period went wrong: one sentence, and the time line it was read from.
public struct CauseStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// Counts causes up from 1.
  public var number: UInt64 = 0
  /// When, in nanoseconds since the host started.
  public var uptimeNanoseconds: Int64 = 0
  /// What came of it: `xrun`, `miss`, `stall`, `loss` and so on.
  public var effect = ""
  /// The raw value of a `CauseKind`.
  public var kind = CauseKind.unknown.rawValue
  /// The cause in plain words, with names and figures.
  public var sentence = ""
  /// How long the period was.
  public var periodNanoseconds: Int64 = 0
  /// What went on in that period, lane by lane, at most 24.
  public var spans: [CauseSpan] = []

  /// Reads what there is; what an older host did not tell is zero or empty.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.number, into: &number)
    try fields.read(.uptimeNanoseconds, into: &uptimeNanoseconds)
    try fields.read(.effect, into: &effect)
    try fields.read(.kind, into: &kind)
    try fields.read(.sentence, into: &sentence)
    try fields.read(.periodNanoseconds, into: &periodNanoseconds)
    try fields.read(.spans, into: &spans)
  }
}
