import Foundation
import Telemetry
import Testing

@testable import Meter

@Suite("Meter session", .serialized) struct MeterSessionTests {
  @Test(.enabled(if: isatty(STDOUT_FILENO) == 0, "the output of this test is a terminal"))
  func withoutATerminalIsAnError() {
    #expect(throws: MeterError.notATerminal) {
      try MeterSession().run { () throws(TelemetryError) in
        .frame(TelemetryFrame())
      }
    }
    #expect("\(MeterError.notATerminal)".contains("tactus meter --once"))
  }

  @Test func endingsAreOneLine() {
    #expect("\(MeterEnding.hostEnded(processID: 7))" == "host ended")
    #expect("\(MeterEnding.hostKilled(processID: 7))" == "host 7 was killed")
  }

  @Test func attachedMeterTellsWhatBecameOfTheHost() throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/bin/sleep")
    child.arguments = ["600"]
    try child.run()
    let processID = child.processIdentifier
    let writer = try TelemetryWriter(processID: processID)
    defer { writer.end() }
    writer.publish(.sample())
    let reader = try TelemetryReader(processID: processID)
    #expect(try reader.nextMeterUpdate().frame?.session == "demo")
    kill(processID, SIGKILL)
    child.waitUntilExit()
    #expect(try reader.nextMeterUpdate().gone?.contains("host \(processID) is gone") == true)
    writer.end()
    #expect(try reader.nextMeterUpdate().ending == .hostEnded(processID: processID))
  }

  @Test func postedLinesStandAmongTheEvents() {
    var drawing = MeterDrawing(glyphs: .full)
    var frame = TelemetryFrame.sample()
    frame.uptimeNanoseconds = 1_500_000_000
    #expect(drawing.take(.frame(frame), posted: ["posted"]) == nil)
    let lines = drawing.lines(size: MeterSize(columns: 80, rows: 24)).map(\.text)
    let events = lines.filter { $0.contains("event ") || $0.contains("posted") }
    #expect(events.map { $0.contains("posted") } == [false, false, true, false])
  }

  @Test func noticeStaysUntilTheNextFrame() {
    var drawing = MeterDrawing(glyphs: .full)
    let size = MeterSize(columns: 80, rows: 24)
    _ = drawing.take(.frame(.sample()), posted: [])
    _ = drawing.take(.notice("does not answer"), posted: [])
    #expect(drawing.lines(size: size).contains { $0.text.contains("does not answer") })
    #expect(drawing.lines(size: size).contains { $0.text.contains("demo") })
    _ = drawing.take(.frame(.sample()), posted: [])
    #expect(!drawing.lines(size: size).contains { $0.text.contains("does not answer") })
  }

  @Test func hostThatStandsStillIsNoticed() {
    var drawing = MeterDrawing(glyphs: .full)
    let size = MeterSize(columns: 80, rows: 24)
    for _ in 0...60 { _ = drawing.take(.frame(.sample()), posted: []) }
    #expect(drawing.lines(size: size).contains { $0.text.contains("is it stopped?") })
  }

  @Test func endIsPassedOn() {
    var drawing = MeterDrawing(glyphs: .full)
    #expect(drawing.take(.end(.stopped), posted: []) == .stopped)
  }
}

extension MeterUpdate {
  fileprivate var frame: TelemetryFrame? { if case .frame(let frame) = self { frame } else { nil } }

  fileprivate var gone: String? { if case .gone(let text) = self { text } else { nil } }

  fileprivate var ending: MeterEnding? { if case .end(let end) = self { end } else { nil } }
}
