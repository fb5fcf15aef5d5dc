import Telemetry
import Testing

@testable import Meter

@Suite("Meter as text") struct MeterTextTests {
  @Test func showsEverything() {
    let frame = TelemetryFrame.sample(queues: 20, nodes: 100, levels: 40, events: 32)
    let text = MeterText.render(frame, width: 80)
    for name in ["queue19", "node99", "playback_40", "event 31", "event 0"] {
      #expect(text.contains(name), "\(name)")
    }
    #expect(!text.contains("more"))
    #expect(text.hasSuffix("\n"))
  }

  @Test(arguments: [0, 40, 80, 200])
  func linesAreNotWiderThanAsked(width: Int) {
    let text = MeterText.render(.sample(nodes: 30), width: width)
    for line in text.split(separator: "\n") {
      #expect(CellText.cells(of: String(line)) <= max(40, width))
      #expect(line.last != " ")
    }
  }

  @Test func emptyFrameIsThreeLines() {
    let text = MeterText.render(TelemetryFrame())
    #expect(text.split(separator: "\n").count == 3)
    #expect(text.contains("no driver"))
  }
}
