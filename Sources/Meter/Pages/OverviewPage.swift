import Telemetry

/// How the host is at a glance: load and state written large, what is heard, what happened.
struct OverviewPage {
  let screen: MeterScreen

  private var frame: TelemetryFrame { screen.frame }
  private var glyphs: GlyphSet { screen.glyphs }

  func rows(width: Int, height: Int) -> [PageRow] {
    let headline = Headline(
      state: StateLine(frame: frame, view: screen.view, glyphs: glyphs), load: frame.load,
      width: width, height: height)
    let facts = facts(width: width, height: height)
    let room = height - headline.height - facts.count
    var stack = SectionStack(sections(height: height), glyphs: glyphs)
    var body = stack.lines(width: width, rows: room)
    let left = min(room - body.count, Self.historyMost)
    let isHistoryBelow = left >= Self.historyWorthwhile
    // A gap and a heading come to it.
    if isHistoryBelow { body = history(width: width, rows: left - 2) + body }
    return (headline.lines(hasHistory: !isHistoryBelow) + facts + body).map { PageRow($0) }
  }

  private func facts(width: Int, height: Int) -> [StyledLine] {
    let facts = HostFacts(frame: frame, glyphs: glyphs)
    let counts = facts.counts(width: width)
    return height < Self.comfortable ? [counts] : [counts, facts.driver(width: width)]
  }

  private static let historyWorthwhile = 5
  private static let historyMost = 18
  private static let comfortable = 14

  /// Where there is little room, what is heard and what is wrong.
  private func sections(height: Int) -> [(section: Section, weight: Int)] {
    guard height >= Self.comfortable else {
      let trouble = Section.troubles(frame, glyphs: glyphs)
      return [(.levels(frame, glyphs: glyphs), 12)] + (height >= 6 ? [(trouble, 3)] : [])
    }
    return [
      (.troubles(frame, glyphs: glyphs), 12),
      (.levels(frame, glyphs: glyphs), 5),
      (.loudness(frame, glyphs: glyphs), 3),
      (.events(frame, glyphs: glyphs), 3),
    ]
  }

  private func history(width: Int, rows: Int) -> [StyledLine] {
    let heading = StyledLine("LOAD", .title).appending(
      StyledLine("  share of the period, the last \(seconds(width)) s", .dim))
    return [StyledLine(), heading]
      + LoadLines(load: frame.load, glyphs: glyphs).history(width: width, rows: rows)
  }

  private func seconds(_ width: Int) -> Int {
    max(1, min(frame.load.history.count, width - LoadLines.axisCells) / 30)
  }
}
