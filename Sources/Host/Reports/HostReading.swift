import Drivers
import Telemetry
import WorkQueues

/// Everything one report is made from.
struct HostReading {
  var session: String
  var state: String
  var uptimeNanoseconds: Int64
  var driver: any Driver
  var reason: String
  var devices: DeviceCounts
  var graph: GraphStatus
  var queues: [QueueSnapshot]
  var timer: TimerSnapshot
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
  var lostFrames: Int
  /// Why it is not heard as it should be; nil when it is.
  var trouble: String?
}
