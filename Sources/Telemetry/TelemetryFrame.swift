/// Everything the host shows about itself at one moment.
///
/// The host fills one about thirty times a second on the control side and publishes it on the
/// telemetry page; a reader gets an equal value back. All durations are nanoseconds, all shares
/// are fractions (1 is the whole period), all levels are linear peaks (1 is full scale).
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
  /// Share of the period the last periods' work took.
  public var load = LoadStatus()
  /// One entry per work queue, in order of creation.
  public var queues: [QueueStatus] = []
  /// One entry per thread that performs work.
  public var workers: [WorkerStatus] = []
  /// One entry per node of the session, in order of the plan.
  public var nodes: [NodeStatus] = []
  /// One entry per metered channel: capture first, then playback.
  public var levels: [LevelStatus] = []
  /// The last things that happened, oldest first.
  public var events: [EventStatus] = []
  /// Scheduled and periodic items that wait for their time.
  public var scheduledItems = 0
}

/// The driver, as the meter shows it.
public struct DriverStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}
  /// The driver's name: `jack`, `alsa`, `clock` or `file`.
  public var name = ""
  /// The device it plays to.
  public var device = ""
  /// Why this driver was chosen.
  public var reason = ""
  /// Frames per second.
  public var rate = 0
  /// Frames per period.
  public var periodFrames = 0
  /// Periods in the device's buffer.
  public var periods = 0
  /// Playback latency in frames.
  public var latencyFrames = 0
  /// Periods that were too late.
  public var xruns: UInt64 = 0
  /// Periods run so far.
  public var periodsRun: UInt64 = 0
}

/// DSP load: the share of each period that its work took.
public struct LoadStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}
  /// Mean of the periods since the last frame.
  public var now: Double = 0
  /// Largest of the periods since the host started.
  public var highest: Double = 0
  /// One value for each of the last frames, oldest first; the largest load in that frame.
  public var history: [Double] = []
}

/// Mean and percentiles of a duration, in nanoseconds.
public struct DurationStatus: Sendable, Equatable, Codable {
  /// Creates a status; all zero when nothing was measured yet.
  public init(
    count: UInt64 = 0, meanNanoseconds: Double = 0, p50Nanoseconds: Int64 = 0,
    p99Nanoseconds: Int64 = 0, maximumNanoseconds: Int64 = 0
  ) {
    self.count = count
    self.meanNanoseconds = meanNanoseconds
    self.p50Nanoseconds = p50Nanoseconds
    self.p99Nanoseconds = p99Nanoseconds
    self.maximumNanoseconds = maximumNanoseconds
  }
  /// How many were measured.
  public var count: UInt64
  /// Arithmetic mean.
  public var meanNanoseconds: Double
  /// Half of all were at most this long.
  public var p50Nanoseconds: Int64
  /// Of a hundred, ninety-nine were at most this long.
  public var p99Nanoseconds: Int64
  /// The longest.
  public var maximumNanoseconds: Int64
}

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
  /// Items that fit.
  public var capacity = 0
  /// Items performed at priority -1, 0 and 1.
  public var performed: [UInt64] = [0, 0, 0]
  /// Items refused because the queue was full.
  public var refused: UInt64 = 0
  /// Items performed per second, over the last frames.
  public var itemsPerSecond: Double = 0
  /// Share of its workers' time spent in items, over the last frames.
  public var load: Double = 0
  /// From put to start.
  public var wait = DurationStatus()
  /// From start to end.
  public var run = DurationStatus()
}

/// A thread that performs work, as the meter shows it.
public struct WorkerStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}
  /// The thread's name.
  public var name = ""
  /// The queue it works in.
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
  /// Whether its stack is locked in memory.
  public var isStackLocked = false
  /// Items it performed.
  public var performed: UInt64 = 0
  /// Share of the time since the last frame it spent in items.
  public var load: Double = 0
  /// From start to end of its items.
  public var run = DurationStatus()
}

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
  /// Mean of its run time since the host started, in nanoseconds.
  public var meanNanoseconds: Double = 0
}

/// A channel's level, as the meter shows it.
public struct LevelStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}
  /// The channel's name, such as `playback_1`.
  public var name = ""
  /// Largest absolute sample since the last frame.
  public var peak: Float = 0
  /// Largest absolute sample of the last seconds, falling back slowly.
  public var hold: Float = 0
}

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
}
