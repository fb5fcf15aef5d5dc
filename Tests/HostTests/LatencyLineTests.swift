import Drivers
import Testing

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
}
