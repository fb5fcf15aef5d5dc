import Telemetry

/// What had gone wrong when somebody wanted it counted from 0 again.
struct CounterBase: Sendable {
  private var driver = DriverStatus()
  /// Deadlines that were missed, by the queue's name.
  private var misses: [String: UInt64] = [:]

  /// What a frame counts that this was applied to is not counted any more.
  mutating func advance(by frame: TelemetryFrame) {
    for count in Self.counts { driver[keyPath: count] &+= frame.driver[keyPath: count] }
    for queue in frame.queues { misses[queue.name, default: 0] &+= queue.missedDeadlines }
  }

  /// Leaves what went wrong since; another driver counts for itself.
  func apply(to frame: inout TelemetryFrame) {
    for count in Self.counts {
      let now = frame.driver[keyPath: count]
      frame.driver[keyPath: count] = now - min(driver[keyPath: count], now)
    }
    for index in frame.queues.indices {
      let now = frame.queues[index].missedDeadlines
      frame.queues[index].missedDeadlines = now - min(misses[frame.queues[index].name] ?? 0, now)
    }
  }

  private static var counts: [WritableKeyPath<DriverStatus, UInt64>] {
    [\.xruns, \.suspends, \.stalls, \.faults, \.recoveries]
  }
}
