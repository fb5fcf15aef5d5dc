import Telemetry
import Testing

@testable import Meter

/// What is wrong has to stand out.
@Suite("Highlights") struct HighlightTests {
  /// The style of the first run that contains `text`.
  private func style(
    of text: String, in frame: TelemetryFrame, page: MeterPage = .overview
  ) -> Style? {
    MeterScreen(frame, page: page).lines(size: MeterSize(columns: 140, rows: 40))
      .flatMap(\.runs).first { $0.text.contains(text) }?.style
  }

  /// The same in the tables that are printed.
  private func printedStyle(of text: String, in frame: TelemetryFrame) -> Style? {
    Section.threads(frame, glyphs: .full).lines(width: 140, rows: 9, glyphs: .full)
      .flatMap(\.runs).first { $0.text.contains(text) }?.style
  }

  @Test func xruns() {
    var frame = TelemetryFrame.sample()
    #expect(style(of: "xruns 0", in: frame) == .good)
    frame.driver.xruns = 1
    #expect(style(of: "xruns 1", in: frame) == .alarm)
  }

  @Test func realTimeWantedButNotHad() {
    var frame = TelemetryFrame.sample(queues: 1)
    #expect(style(of: "FIFO 84", in: frame, page: .queues) != .alarm)
    frame.queues[0].policy = "OTHER"
    frame.queues[0].priority = 0
    #expect(style(of: "OTHER!", in: frame, page: .queues) == .alarm)
    frame.queues[0].policy = "mixed"
    #expect(style(of: "mixed!", in: frame, page: .queues) == .alarm)
  }

  @Test func realTimeNotWanted() {
    var frame = TelemetryFrame.sample(queues: 1)
    frame.queues[0].taskClass = ""
    frame.queues[0].policy = "OTHER"
    frame.queues[0].priority = 0
    #expect(style(of: "OTHER", in: frame, page: .queues) != .alarm)
    #expect(style(of: "OTHER!", in: frame, page: .queues) == nil)
  }

  @Test func threadThatLacksRealTime() {
    var frame = TelemetryFrame.sample(queues: 1, workers: 1)
    frame.workers[0].priority = 83
    #expect(style(of: "FIFO 83", in: frame, page: .queues) == .plain)
    frame.workers[0].policy = "OTHER"
    frame.workers[0].nice = -3
    #expect(style(of: "OTHER nice -3!", in: frame, page: .queues) == .alarm)
    frame.queues[0].taskClass = ""
    #expect(style(of: "OTHER nice -3", in: frame, page: .queues) == .plain)
    #expect(style(of: "OTHER nice -3!", in: frame, page: .queues) == nil)
  }

  @Test func timerAlwaysWantsRealTime() {
    var frame = TelemetryFrame.sample(queues: 0, workers: 1)
    frame.workers[0].queue = ""
    #expect(style(of: "FIFO 84", in: frame, page: .queues) == .plain)
    frame.workers[0].policy = "OTHER"
    #expect(style(of: "OTHER!", in: frame, page: .queues) == .alarm)
  }

  @Test func threadThatHasEndedLacksNothing() {
    var frame = TelemetryFrame.sample(queues: 1, workers: 1)
    frame.workers[0].policy = ""
    #expect(!MeterText.render(frame).contains("!"))
  }

  @Test func stackThatIsNotLocked() {
    var frame = TelemetryFrame.sample(queues: 1, workers: 1)
    #expect(printedStyle(of: "locked", in: frame) == .plain)
    frame.workers[0].isStackLocked = false
    #expect(printedStyle(of: "unlocked", in: frame) == .caution)
    frame.queues[0].taskClass = ""
    #expect(printedStyle(of: "unlocked", in: frame) == .plain)
    frame.workers[0].kind = "guest"
    #expect(printedStyle(of: "locked", in: frame) == nil)
  }

  @Test func refusedItems() {
    var frame = TelemetryFrame.sample(queues: 1)
    #expect(style(of: "1/12", in: frame, page: .queues) != .alarm)
    frame.queues[0].refused = 3
    #expect(style(of: "1/12", in: frame, page: .queues) == .alarm)
  }

  @Test func overs() {
    var frame = TelemetryFrame.sample(nodes: 0, levels: 1)
    frame.levels[0].peak = 1
    #expect(style(of: "0.0", in: frame) == .alarm)
    frame.levels[0].peak = .nan
    #expect(style(of: "NaN", in: frame) == .alarm)
  }

  @Test(arguments: [
    ("running", Style.good), ("muted", .caution), ("fading", .caution), ("ended", .alarm),
  ])
  func state(name: String, expected: Style) {
    var frame = TelemetryFrame.sample()
    frame.state = name
    #expect(style(of: "● \(name)", in: frame, page: .graph) == expected)
  }
}
