import CRealtime
import Drivers
import Realtime
import WorkQueues

/// A call into a driver that a test may keep from returning.
enum StickyCall: Hashable {
  case opening, starting, stopping, probing
}

/// A driver stepped by hand whose start or stop does not return while `wait` does not.
final class StickyDriver: Driver {
  let inner: ManualDriver
  let helperScheduling: ThreadScheduling?
  private let wait: @Sendable (StickyCall) -> Void

  init(
    _ inner: ManualDriver, helperScheduling: ThreadScheduling? = nil,
    wait: @escaping @Sendable (StickyCall) -> Void
  ) {
    self.inner = inner
    self.helperScheduling = helperScheduling
    self.wait = wait
  }

  var name: String { inner.name }
  var device: String { inner.device }
  var format: StreamFormat { inner.format }
  var adjustments: [String] { inner.adjustments }
  var playbackLatencyFrames: Int { inner.playbackLatencyFrames }
  var isCaptureLost: Bool { inner.isCaptureLost }
  var counters: DriverCounters { inner.counters }

  func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) {
    wait(.starting)
    try inner.start(callback, on: queue, budget: budget)
  }

  func stop() {
    if inner.isRunning { wait(.stopping) }
    inner.stop()
  }
}
