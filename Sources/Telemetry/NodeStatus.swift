/// A node of the session, as the meter shows it.
public struct NodeStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// The node's name in the session.
  public var name = ""
  /// What it is: a built-in's name, or the plugin's.
  public var kind = ""
  /// Mean share of the period it took since the last frame.
  public var share: Double = 0
  /// Largest share of the period since the host started.
  public var highestShare: Double = 0
  /// Half of all periods it took at most this share of.
  public var p50Share: Double = 0
  /// Of a hundred periods it took at most this share of ninety-nine.
  public var p99Share: Double = 0
  /// Mean of its run time since the host started, in nanoseconds.
  public var meanNanoseconds: Double = 0
  /// Frames it had to play as silence, could not record or did not measure, because the disk or
  /// the queue for it did not keep up.
  public var lostFrames = 0
  /// How often it did not come in time.
  public var late: UInt64 = 0
  /// Whether it lies on the way through the graph that takes longest.
  public var isCritical = false
  /// Whether its input goes past it.
  public var isBypassed = false
  /// Whether it runs in a process of its own.
  public var isSandboxed = false
  /// Whether it does not come in time just now.
  public var isLate = false
  /// Whether it is silenced.
  public var isMuted = false

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.name, into: &name)
    try fields.read(.kind, into: &kind)
    try fields.read(.share, into: &share)
    try fields.read(.highestShare, into: &highestShare)
    try fields.read(.p50Share, into: &p50Share)
    try fields.read(.p99Share, into: &p99Share)
    try fields.read(.meanNanoseconds, into: &meanNanoseconds)
    try fields.read(.lostFrames, into: &lostFrames)
    try fields.read(.late, into: &late)
    try fields.read(.isCritical, into: &isCritical)
    try fields.read(.isBypassed, into: &isBypassed)
    try fields.read(.isSandboxed, into: &isSandboxed)
    try fields.read(.isLate, into: &isLate)
    try fields.read(.isMuted, into: &isMuted)
  }
}
