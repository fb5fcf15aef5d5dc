/// A work queue, as the meter shows it.
public struct QueueStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// The queue's name.
  public var name = ""
  /// `standard`, `multithreaded` or `serial`.
  public var kind = ""
  /// The task class its workers belong to; empty for none.
  public var taskClass = ""
  /// Workers it has, guests included.
  public var workers = 0
  /// The policy its workers really have: `FIFO`, `RR`, `OTHER`, or `mixed`.
  public var policy = ""
  /// The real-time priority its workers really have, 0 for none.
  public var priority = 0
  /// Items waiting now.
  public var depth = 0
  /// Most items that ever waited.
  public var highestDepth = 0
  /// Items waiting now at priority -1, 0 and 1.
  public var depths = [0, 0, 0]
  /// Most items that ever waited at priority -1, 0 and 1.
  public var highestDepths = [0, 0, 0]
  /// Items that fit.
  public var capacity = 0
  /// Items performed at priority -1, 0 and 1.
  public var performed: [UInt64] = [0, 0, 0]
  /// Items refused because the queue was full.
  public var refused: UInt64 = 0
  /// Items that were done after their deadline.
  public var missedDeadlines: UInt64 = 0
  /// Puts that needed no call to the kernel, because a worker was awake.
  public var savedWakes: UInt64 = 0
  /// Items performed per second, over the last frames.
  public var itemsPerSecond: Double = 0
  /// Share of its workers' time spent in items, over the last frames.
  public var load: Double = 0
  /// From put to start.
  public var wait = DurationStatus()
  /// From start to end.
  public var run = DurationStatus()

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.name, into: &name)
    try fields.read(.kind, into: &kind)
    try fields.read(.taskClass, into: &taskClass)
    try fields.read(.workers, into: &workers)
    try fields.read(.policy, into: &policy)
    try fields.read(.priority, into: &priority)
    try fields.read(.depth, into: &depth)
    try fields.read(.highestDepth, into: &highestDepth)
    try fields.read(.depths, into: &depths)
    try fields.read(.highestDepths, into: &highestDepths)
    try fields.read(.capacity, into: &capacity)
    try fields.read(.performed, into: &performed)
    try fields.read(.refused, into: &refused)
    try fields.read(.missedDeadlines, into: &missedDeadlines)
    try fields.read(.savedWakes, into: &savedWakes)
    try fields.read(.itemsPerSecond, into: &itemsPerSecond)
    try fields.read(.load, into: &load)
    try fields.read(.wait, into: &wait)
    try fields.read(.run, into: &run)
  }
}
