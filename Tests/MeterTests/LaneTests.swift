import Testing

@testable import Meter

@Suite("Lanes of time") struct LaneTests {
  private func lane(_ spans: [(String, Int64, Int64)], _ axis: TimeAxis) -> LaneBar {
    LaneBar(spans: spans.map { LaneBar.Span(name: $0.0, start: $0.1, end: $0.2) }, axis: axis)
  }

  @Test func spansStandWhereTheyWere() {
    let axis = TimeAxis(period: 10)
    #expect(lane([("a", 2, 5)], axis).line(width: 10, glyphs: .ascii).text == "..===.....")
    #expect(
      lane([("a", 0, 2), ("b", 2, 4)], axis).line(width: 10, glyphs: .full).text == "██▐█┈┈┈┈┈┈")
  }

  @Test func shortestSpanShowsAndThoseOutsideDoNot() {
    let axis = TimeAxis(period: 1000)
    #expect(lane([("a", 500, 501)], axis).line(width: 10, glyphs: .ascii).text == ".....=....")
    let outside = lane([("a", -9, -5), ("b", 2000, 3000), ("c", 9, 3)], axis)
    #expect(outside.line(width: 10, glyphs: .ascii).text == "..........")
    let partly = lane([("a", -900, 100), ("b", 900, .max)], axis)
    #expect(partly.line(width: 10, glyphs: .ascii).text == "=........=")
  }

  @Test func nameStandsInASpanThatHasRoom() {
    let line = lane([("guitar", 0, 10)], TimeAxis(period: 10)).line(width: 10, glyphs: .full)
    #expect(line.text == "█guitar███")
    #expect(line.runs.map(\.style) == [.good, .label, .good])
  }

  @Test func whatIsBeyondTheDeadlineIsAnAlarm() {
    let axis = TimeAxis(period: 50, covering: [0, 96])
    #expect(axis.end == 100 && axis.deadline == 50)
    let line = lane([("", 0, 96)], axis).line(width: 20, glyphs: .full)
    #expect(line.runs.first?.style == .good && line.runs.first?.text.count == 10)
    #expect(line.runs.contains { $0.style == .alarm })
    let idle = lane([], axis).line(width: 20, glyphs: .ascii)
    #expect(idle.text == "..........|.........")
  }

  @Test func scaleTellsRoundTimesAndTheDeadline() {
    let scale = TimeAxis(period: 5_330_000, covering: [8_000_000]).scale(
      width: 80, units: Units(glyphs: .full))
    for part in ["0", "2.00 ms", "5.33 ms", "8.00 ms"] { #expect(scale.text.contains(part)) }
    #expect(scale.cells == 80)
    #expect(TimeAxis(period: 0).scale(width: 3, units: Units(glyphs: .full)).cells == 3)
  }
}
