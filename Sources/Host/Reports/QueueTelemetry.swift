public import Drivers
public import Graph
import Realtime
public import Telemetry
public import WorkQueues

/// What is known of queues at one moment, where there is no host around them.
public struct QueueReading: Sendable {
  /// The queues, in the order in which they are shown.
  public var queues: [QueueSnapshot]
  /// The timer of their platform.
  public var timer: TimerSnapshot
  /// The driver whose periods they serve.
  public var driver: any Driver
  /// The nodes of a graph; empty where there is none.
  public var nodes: [Node]

  /// What is known of a node.
  public struct Node: Sendable {
    /// What it is.
    public var kind: String
    /// What it has counted.
    public var statistics: StepStatistics

    /// Creates one.
    ///
    /// Thread: any.
    public init(kind: String, statistics: StepStatistics) {
      self.kind = kind
      self.statistics = statistics
    }
  }

  /// Creates a reading.
  ///
  /// Thread: any.
  public init(
    queues: [QueueSnapshot], timer: TimerSnapshot, driver: any Driver,
    nodes: [Node] = []
  ) {
    self.queues = queues
    self.timer = timer
    self.driver = driver
    self.nodes = nodes
  }
}

/// Turns the counters of queues into what the meter shows, as a host does with its own.
///
/// Thread: control, one call at a time.
public struct QueueTelemetry: Sendable {
  private let name: String
  private var rates = Rates()
  private var lastUptime: Int64 = 0

  /// Begins; `name` stands where a host has its session's.
  public init(name: String) { self.name = name }

  /// The next frame; rates are over the time since the one before.
  public mutating func frame(
    _ reading: QueueReading, uptimeNanoseconds: Int64
  ) -> TelemetryFrame {
    rates.begin(after: Double(uptimeNanoseconds - lastUptime) / 1e9)
    lastUptime = uptimeNanoseconds
    var frame = TelemetryFrame()
    frame.session = name
    frame.state = "running"
    frame.uptimeNanoseconds = uptimeNanoseconds
    frame.driver = DriverStatus(reading.driver, reason: "")
    frame.queues = reading.queues.map { QueueStatus($0, rates: &rates) }
    frame.workers = reading.queues.flatMap(\.workers).map {
      WorkerStatus($0, lane: [], rates: &rates)
    }
    frame.workers.append(WorkerStatus(reading.timer))
    let period = Double(reading.driver.format.periodNanoseconds)
    frame.nodes = reading.nodes.map {
      NodeStatus(NodeReading($0), periodNanoseconds: period, rates: &rates)
    }
    frame.troubles = reading.nodes.compactMap { node in
      node.statistics.absence.map { TroubleStatus(node: node.statistics.name, text: $0) }
    }
    frame.scheduledItems = reading.timer.waiting
    return frame
  }
}

extension NodeReading {
  /// What a plan alone knows of a node.
  fileprivate init(_ node: QueueReading.Node) {
    let statistics = node.statistics
    self.init(
      name: statistics.name, kind: node.kind, runs: statistics.performed,
      totalNanoseconds: statistics.totalNanoseconds,
      longestNanoseconds: statistics.maximumNanoseconds, times: DurationSummary(),
      late: statistics.misses, isCritical: false, isBypassed: false, isSandboxed: false,
      isLate: statistics.isAbsent, isMuted: statistics.outputs.isMuted, lostFrames: 0,
      trouble: statistics.absence)
  }
}

extension StepStatistics {
  /// What is heard while a thread is lost in the node; nil when none is.
  var absence: String? { isAbsent ? "late: its input is played until it comes back" : nil }
}
