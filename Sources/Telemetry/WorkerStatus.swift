/// A thread that performs work, as the meter shows it.
public struct WorkerStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// The thread's name.
  public var name = ""
  /// The queue it works in; empty for the timer's thread, which serves all queues.
  public var queue = ""
  /// The kernel's id of the thread, 0 before it started.
  public var threadID: Int32 = 0
  /// `worker`, `waiting` (it waits on a device) or `guest` (a driver's own thread).
  public var kind = ""
  /// The policy it really has: `FIFO`, `RR` or `OTHER`.
  public var policy = ""
  /// The real-time priority it really has, 0 for none.
  public var priority = 0
  /// The nice value it really has, for `OTHER`.
  public var nice = 0
  /// Who granted that: `direct`, `limit`, `none` or a broker; empty for a guest.
  public var grantedBy = ""
  /// Whether its stack is locked in memory.
  public var isStackLocked = false
  /// Items it performed, or handed over.
  public var performed: UInt64 = 0
  /// Share of the time since the last frame it spent in items.
  public var load: Double = 0
  /// From start to end of its items.
  public var run = DurationStatus()
  /// What it did in the period shown, oldest first, at most 16.
  public var lane: [LaneSpan] = []

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.name, into: &name)
    try fields.read(.queue, into: &queue)
    try fields.read(.threadID, into: &threadID)
    try fields.read(.kind, into: &kind)
    try fields.read(.policy, into: &policy)
    try fields.read(.priority, into: &priority)
    try fields.read(.nice, into: &nice)
    try fields.read(.grantedBy, into: &grantedBy)
    try fields.read(.isStackLocked, into: &isStackLocked)
    try fields.read(.performed, into: &performed)
    try fields.read(.load, into: &load)
    try fields.read(.run, into: &run)
    try fields.read(.lane, into: &lane)
  }
}
