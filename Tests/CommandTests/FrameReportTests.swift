import Telemetry
import Testing

@testable import Command

@Suite("FrameReport") struct FrameReportTests {
  private var report: FrameReport {
    var frame = TelemetryFrame()
    frame.processID = 42
    frame.session = "Demo"
    frame.state = "running"
    return FrameReport(frame: frame)
  }

  @Test func isText() {
    let text = report.text(columns: 80)
    #expect(text.contains("Demo"))
    expectFits(text)
    expectFits(report.text(columns: nil))
  }

  @Test func isTheFrameAsData() throws {
    let object = try json(report)
    #expect(
      Set(object.keys) == [
        "processID", "session", "instance", "state", "uptimeNanoseconds", "driver", "devices",
        "graph", "load", "wake", "queues", "workers", "nodes", "troubles", "levels", "meters",
        "events", "causes", "timer", "scheduledItems", "leftOut",
      ])
    #expect(object["processID"] as? Int == 42)
  }
}
