import Drivers
import WorkQueues

/// The clock, waiting for whatever a period's work takes: a machine that stands still takes no node from it.
final class PatientClock: Driver {
  private let inner: ClockDriver

  init(_ request: StreamRequest) throws(DriverError) { inner = try ClockDriver(request) }

  var name: String { inner.name }
  var device: String { inner.device }
  var format: StreamFormat { inner.format }
  var adjustments: [String] { inner.adjustments }
  var playbackLatencyFrames: Int { inner.playbackLatencyFrames }
  var counters: DriverCounters { inner.counters }

  func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    try inner.start(callback, on: queue, budget: nil)
  }

  func stop() { inner.stop() }
}
