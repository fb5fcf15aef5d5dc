/// The queues' timer, as the meter shows it.
public struct TimerStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// Items that wait for their time, periodic ones among them.
  public var scheduled = 0
  /// Items whose time came so far.
  public var fired: UInt64 = 0
  /// How late after its time each was put into its queue.
  public var lateness = DurationStatus()
  /// What comes next, soonest first, at most 16.
  public var next: [ScheduledStatus] = []

  /// Reads what there is; what an older host did not tell is zero or empty.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.scheduled, into: &scheduled)
    try fields.read(.fired, into: &fired)
    try fields.read(.lateness, into: &lateness)
    try fields.read(.next, into: &next)
  }
}
