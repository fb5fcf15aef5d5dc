import Drivers
import Testing
import WorkQueues

@testable import Host

@Suite("LatencyLine") struct LatencyLineTests {
  @Test(arguments: [
    (256, 60, "latency: device 5.3 ms + graph 1.3 ms"),
    (0, 0, "latency: device 0.0 ms + graph 0.0 ms"),
    (48_000, 1, "latency: device 1000.0 ms + graph 0.0 ms"),
  ])
  func tellsMilliseconds(device: Int, graph: Int, text: String) {
    let format = StreamFormat(
      rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1)
    let driver = ManualDriver(format: format, playbackLatencyFrames: device)
    #expect(LatencyLine(driver, graphFrames: graph).description == text)
  }

  @Test func tellsWhatABridgeTakes() throws {
    let driver = BridgedDriver()
    #expect(
      LatencyLine(driver, graphFrames: 0).description
        == "latency: capture 17.0 ms + device 16.0 ms + graph 0.0 ms")
  }
}

/// A driver that captures by another clock than it plays.
private final class BridgedDriver: Driver {
  let name = "alsa"
  let device = "hw:0"
  let format = StreamFormat(
    rate: 48_000, periodFrames: 256, periods: 3, captureChannels: 2, playbackChannels: 2)
  let adjustments: [String] = []
  let playbackLatencyFrames = 768
  let captureLatencyFrames = 818
  let counters = DriverCounters()

  func start(_ callback: PeriodCallback, on queue: WorkQueue, budget: Double?) {}

  func stop() {}
}
