import Testing

@testable import Meter

@Suite("Bars") struct BarTests {
  @Test(arguments: [
    (-1, "──────────"), (0, "──────────"), (0.001, "╸─────────"), (0.5, "━━━━━─────"),
    (0.55, "━━━━━╸────"),
    (1, "━━━━━━━━━━"), (7, "━━━━━━━━━━"), (.infinity, "━━━━━━━━━━"), (.nan, "──────────"),
    (-.infinity, "──────────"),
  ])
  func load(share: Double, expected: String) {
    #expect(LoadBar(share: share).line(width: 10, glyphs: .full).text == expected)
  }

  @Test func loadInASCII() {
    #expect(LoadBar(share: 0.5).line(width: 10, glyphs: .ascii).text == "=====.....")
    #expect(LoadBar(share: 0.01).line(width: 0, glyphs: .ascii).text == "")
  }

  @Test(arguments: [(0.5, Style.good), (0.8, .caution), (0.95, .alarm), (.nan, .alarm)])
  func loadIsJudged(share: Double, expected: Style) {
    #expect(LoadBar.style(of: share) == expected)
  }

  @Test(arguments: [
    (0, 0, "············"), (1, 1, "▆▆▆▆▆▆▆▆▆▆▆▆"), (-1, 0, "▆▆▆▆▆▆▆▆▆▆▆▆"),
    (0.1, 0, "▆▆▆▆▆▆▆▆····"), (0.1, 0.5, "▆▆▆▆▆▆▆▆··│·"), (0.1, 2, "▆▆▆▆▆▆▆▆···│"),
    (0.0009, 0.0009, "············"), (.nan, .nan, "············"),
    (.infinity, .infinity, "▆▆▆▆▆▆▆▆▆▆▆▆"), (-0.0, 0, "············"),
  ])
  func level(peak: Float, hold: Float, expected: String) {
    #expect(LevelBar(peak: peak, hold: hold).line(width: 12, glyphs: .full).text == expected)
  }

  @Test func levelHasZones() {
    let styles = LevelBar(peak: 1, hold: 0).line(width: 60, glyphs: .full).runs
      .map { ($0.style, $0.text.count) }
    #expect(styles.map(\.0) == [.good, .caution, .alarm])
    #expect(styles.map(\.1) == [54, 5, 1])
    let quieter = LevelBar(peak: 0.99, hold: 0.99).line(width: 60, glyphs: .full).runs
    #expect(!quieter.contains { $0.style == .alarm })
  }

  @Test func scaleMarksWhatFits() {
    #expect(LevelScale.line(width: 60).text.hasPrefix("-60"))
    #expect(LevelScale.line(width: 60).text.hasSuffix(" 0"))
    #expect(LevelScale.line(width: 6).text == "-60  0")
    #expect(LevelScale.line(width: 1).text == "0")
    #expect(LevelScale.line(width: 0).text == "")
    #expect(!LevelScale.line(width: 60, from: 3).text.contains("-60"))
  }

  @Test func historyStandsOnTheRight() {
    let graph = HistoryGraph(history: [0, 0.5, 1], glyphs: .full)
    #expect(graph.lines(width: 5, height: 1).map(\.text) == ["   ▄█"])
    #expect(graph.lines(width: 2, height: 2).map(\.text) == [" █", "██"])
    #expect(graph.lines(width: 0, height: 1).map(\.text) == [""])
  }

  @Test(arguments: [
    ([], 0.05), ([0.01, 0.05], 0.05), ([0.051], 0.1), ([0.3, 0.2], 0.3), ([0.4], 0.5),
    ([0.6], 0.75), ([0.8], 1), ([7], 1),
    ([.nan], 0.05), ([.nan, 0.2, .nan], 0.2),
  ])
  func historyGrowsWithTheLoad(history: [Double], top: Double) {
    #expect(HistoryGraph.top(of: history) == top)
    let graph = HistoryGraph(history: [top], glyphs: .full, top: top)
    #expect(graph.lines(width: 1, height: 1).map(\.text) == ["█"])
  }

  @Test func historyShowsTheSmallestLoadButNotNone() {
    let graph = HistoryGraph(history: [0.0001, 0, .nan, -1, .infinity], glyphs: .full)
    #expect(graph.lines(width: 5, height: 1).map(\.text) == ["▁   █"])
  }

  @Test func rangeHasItsMiddleItsHighEndAndItsMost() {
    let bar = RangeBar(middle: 0.1, high: 0.3, most: 0.7, top: 1)
    #expect(bar.line(width: 10, glyphs: .full).text == "━──    │  ")
    #expect(bar.line(width: 10, glyphs: .ascii).text == "=--    |  ")
    let none = RangeBar(middle: .nan, high: .nan, most: .nan, top: 1)
    #expect(none.line(width: 3, glyphs: .full).text == "   ")
    let beyond = RangeBar(middle: 3, high: .infinity, most: 9, top: 1)
    #expect(beyond.line(width: 4, glyphs: .full).text == "━━━━")
    #expect(bar.line(width: 0, glyphs: .full).text == "")
  }

  @Test func momentStandsOnItsTrack() {
    #expect(MomentMark(position: 0.5).line(width: 4, glyphs: .ascii).text == "..#.")
    #expect(MomentMark(position: -1).line(width: 4, glyphs: .ascii).text == "#...")
    for position in [1, 7, .nan, Double.infinity] {
      #expect(MomentMark(position: position).line(width: 4, glyphs: .ascii).text == "....")
    }
  }
}
