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
  /// The last things that happened, oldest first.
  public var events: [EventStatus] = []
  /// Scheduled and periodic items that wait for their time.
  public var scheduledItems = 0
  /// How many entries the page had no room for.
  public var leftOut = LeftOutCounts()
}
