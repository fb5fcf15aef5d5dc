import CRealtime
import Drivers
import Synchronization
import WorkQueues

@testable import Host

/// A card that can be lost, whose periods come at their real pace on a thread of the queue's.
final class PacedCard: Sendable {
  private let isThere = Atomic(true)
  private let driver = Mutex<PacedDriver?>(nil)

  /// The driver it was opened as last.
  var last: (any Driver)? { driver.withLock { $0 } }

  func unplug() {
    isThere.store(false, ordering: .releasing)
    driver.withLock { $0?.lose() }
  }

  func plugIn() { isThere.store(true, ordering: .releasing) }

  var provider: DriverProvider {
    DriverProvider(
      name: "alsa",
      probe: { [self] _ in
        isThere.load(ordering: .acquiring) ? .available("a card") : .unavailable("no card")
      },
      open: { [self] (request, _) throws(DriverError) in
        let opened = try PacedDriver(request)
        driver.withLock { $0 = opened }
        return opened
      })
  }
}

private final class PacedDriver: Driver {
  let name = "paced"
  let device = "card"
  private let clock: ClockDriver

  init(_ request: StreamRequest) throws(DriverError) { clock = try ClockDriver(request) }

  var format: StreamFormat { clock.format }
  var adjustments: [String] { [] }
  var playbackLatencyFrames: Int { clock.playbackLatencyFrames }
  var counters: DriverCounters { clock.counters }

  func start(
    _ callback: PeriodCallback, on queue: WorkQueue, budget: Double?
  ) throws(DriverError) { try clock.start(callback, on: queue, budget: budget) }

  func stop() { clock.stop() }

  func lose() { CounterHandle(counters).markLost(.deviceGone) }
}
