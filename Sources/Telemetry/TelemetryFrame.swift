/// Everything the host shows about itself at one moment.
///
/// The host fills one on the control side, thirty times a second while somebody looks and twice
/// else, and publishes it on the telemetry page; a reader gets an equal value back. All durations are
/// nanoseconds, all shares are fractions (1 is the whole period), all levels are linear peaks (1 is
/// full scale).
public struct TelemetryFrame: Sendable, Equatable, Codable {
  /// Creates an empty frame.
  public init() {}

  /// The process that publishes.
  public var processID: Int32 = 0
  /// The session's name, as its file says.
  public var session = ""
  /// The host's name among several.
  public var instance = ""
  /// What the host is doing: `starting`, `running`, `fading`, `waiting` or `ended`.
  public var state = "starting"
  /// Nanoseconds since the host started.
  public var uptimeNanoseconds: Int64 = 0

  /// The driver that asks for periods.
  public var driver = DriverStatus()
  /// What became of devices so far.
  public var devices = DeviceCounts()
  /// The graph it asks them of.
  public var graph = GraphStatus()
  /// Share of the period the last periods' work took.
  public var load = LoadStatus()
  /// How late the audio thread ran after the device had asked.
  public var wake = DurationStatus()
  /// One entry per work queue, in order of creation.
  public var queues: [QueueStatus] = []
  /// One entry per thread that performs work.
  public var workers: [WorkerStatus] = []
  /// One entry per node of the session, in order of the plan.
  public var nodes: [NodeStatus] = []
  /// One entry per node that is not heard as it should be, in order of the session.
  public var troubles: [TroubleStatus] = []
  /// One entry per metered channel: capture first, then playback.
  public var levels: [LevelStatus] = []
  /// One entry per meter node, in the session's order.
  public var meters: [MeterStatus] = []
  /// Peaks and loudness of what is played; nil while nobody measures it.
  public var loudness: MeterStatus?
  /// The last things that happened, oldest first.
  public var events: [EventStatus] = []
  /// Why periods went wrong: the last 16, oldest first.
  public var causes: [CauseStatus] = []
  /// What is to be done at its time.
  public var timer = TimerStatus()
  /// Scheduled and periodic items that wait for their time.
  public var scheduledItems = 0
  /// How many entries the page had no room for.
  public var leftOut = LeftOutCounts()

  /// Deadlines that were missed, of all queues.
  public var missedDeadlines: UInt64 { queues.reduce(0) { $0 &+ $1.missedDeadlines } }

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.processID, into: &processID)
    try fields.read(.session, into: &session)
    try fields.read(.instance, into: &instance)
    try fields.read(.state, into: &state)
    try fields.read(.uptimeNanoseconds, into: &uptimeNanoseconds)
    try fields.read(.driver, into: &driver)
    try fields.read(.devices, into: &devices)
    try fields.read(.graph, into: &graph)
    try fields.read(.load, into: &load)
    try fields.read(.wake, into: &wake)
    try fields.read(.queues, into: &queues)
    try fields.read(.workers, into: &workers)
    try fields.read(.nodes, into: &nodes)
    try fields.read(.troubles, into: &troubles)
    try fields.read(.levels, into: &levels)
    try fields.read(.meters, into: &meters)
    try fields.read(.loudness, into: &loudness)
    try fields.read(.events, into: &events)
    try fields.read(.causes, into: &causes)
    try fields.read(.timer, into: &timer)
    try fields.read(.scheduledItems, into: &scheduledItems)
    try fields.read(.leftOut, into: &leftOut)
  }
}
