import Drivers
import Realtime
import Telemetry
import WorkQueues

/// Everything one report is made from.
struct HostReading {
  var session: String
  var instance: String
  var state: String
  var uptimeNanoseconds: Int64
  var driver: any Driver
  var reason: String
  var devices: DeviceCounts
  var graph: GraphStatus
  var queues: [QueueSnapshot]
  var timer: TimerSnapshot
  /// What the timer does next, soonest first, and the moment from which that is told.
  var next: [ScheduledSnapshot]
  var nowNanoseconds: Int64
  var wake: DurationSummary
  /// What threads did in the last period that was timed, by their ids.
  var lanes: [Int32: [LaneSpan]]
  var causes: [CauseStatus]
  var loudness: MeterStatus?
  var nodes: [NodeReading]
  var load: UnsafeMutablePointer<LoadCounters>
  var levels: LevelMeters
  var meters: [MeterStatus]
  var events: [EventStatus]
}

/// What the plan counted of one node.
struct NodeReading {
  var name: String
  var kind: String
  var runs: UInt64
  var totalNanoseconds: Int64
  var longestNanoseconds: Int64
  /// How long it took whenever it was timed.
  var times: DurationSummary
  /// Periods that were closed without it.
  var late: UInt64
  var isCritical: Bool
  var isBypassed: Bool
  var isSandboxed: Bool
  /// Whether a thread is lost in it, and it has not come back in full.
  var isLate: Bool
  var isMuted: Bool
  var lostFrames: Int
  /// Why it is not heard as it should be; nil when it is.
  var trouble: String?
}
