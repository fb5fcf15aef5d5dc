import Foundation
import Testing

@testable import Telemetry

@Suite("Recorded frames") struct RecordedFrameTests {
  private func read<Value: Decodable>(_ json: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(json.utf8))
  }

  @Test(arguments: [0, 1, 4321])
  func keepEveryField(number: Int) throws {
    let frame = TelemetryFrame.sample(number)
    let read = try JSONDecoder().decode(TelemetryFrame.self, from: JSONEncoder().encode(frame))
    #expect(read == frame)
  }

  @Test func nothingIsAnEmptyFrame() throws {
    #expect(try read("{}", as: TelemetryFrame.self) == TelemetryFrame())
  }

  @Test func entriesTakeDefaultsForWhatIsMissing() throws {
    let frame = try read(
      """
      {"state": "running", "queues": [{"name": "pro"}], "workers": [{}], "nodes": [{"late": 2}],
       "troubles": [{}], "levels": [{}], "meters": [{}], "events": [{"text": "xrun"}],
       "causes": [{"number": 1, "spans": [{}]}], "timer": {"next": [{}]}, "load": {}}
      """, as: TelemetryFrame.self)
    var queue = QueueStatus()
    queue.name = "pro"
    #expect(frame.queues == [queue])
    #expect(frame.workers == [WorkerStatus()])
    #expect(frame.nodes[0].late == 2)
    #expect(frame.meters == [MeterStatus()])
    #expect(frame.causes[0].kind == "unknown")
    #expect(frame.causes[0].spans == [CauseSpan()])
    #expect(frame.timer.next == [ScheduledStatus()])
    #expect(frame.instance.isEmpty)
  }

  @Test func fieldsOfLaterHostsAreIgnored() throws {
    #expect(try read(#"{"rainfall": 3}"#, as: TelemetryFrame.self) == TelemetryFrame())
  }

  @Test func fieldOfAnotherShapeIsRefused() {
    #expect(throws: DecodingError.self) {
      try read(#"{"state": 3}"#, as: TelemetryFrame.self)
    }
  }
}
