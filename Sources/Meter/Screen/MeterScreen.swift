public import Telemetry

/// A frame as lines of text for a terminal of any size.
///
/// Pure: the same frame, size and capabilities give the same lines.
///
/// - Thread: any.
public struct MeterScreen: Sendable {
  private let frame: TelemetryFrame
  private let keys: [MeterKey]
  private let glyphs: GlyphSet
  private let notice: String?

  /// The smallest terminal the meter can be drawn on.
  public static let minimumSize = MeterSize(columns: 40, rows: 10)

  /// Prepares a frame for drawing.
  ///
  /// - Parameters:
  ///   - frame: What to show.
  ///   - keys: What the footer offers.
  ///   - glyphs: The characters that may be used.
  ///   - notice: Something the reader of the screen must know, shown in the footer.
  public init(
    _ frame: TelemetryFrame, keys: [MeterKey] = [], glyphs: GlyphSet = .full,
    notice: String? = nil
  ) {
    self.frame = frame
    self.keys = keys
    self.glyphs = glyphs
    self.notice = notice
  }

  /// As many lines as the terminal has rows, each exactly as wide as the terminal.
  public func lines(size: MeterSize) -> [StyledLine] {
    guard size.columns >= Self.minimumSize.columns, size.rows >= Self.minimumSize.rows else {
      return tooSmall(size)
    }
    let width = size.columns - 2
    let rows = size.rows - Self.fixedRows
    let sections = sections(width: width, rows: rows)
    let budget = RowBudget(
      rows: rows, wanted: sections.map { $0.section.rows(width: width) },
      welcome: sections.map { $0.section.welcomeRows(width: width) },
      weights: sections.map(\.weight),
      yielding: sections.firstIndex { !$0.section.brief.isEmpty })
    var lines = body(sections.map(\.section), budget: budget, width: width)
    let empty = max(0, size.rows - 1 - lines.count)
    lines += Array(repeating: StyledLine(), count: empty)
    lines.append(footer(width: width))
    return lines.map { framed($0, width: size.columns) }
  }

  /// Everything there is to show, each line exactly `width` cells wide; for a print-out.
  public func allLines(width: Int) -> [StyledLine] {
    let inner = max(width, Self.minimumSize.columns) - 2
    let sections = sections().map(\.section)
    var budget = RowBudget(rows: 0, wanted: [], weights: [])
    budget.entries = sections.map { $0.welcomeRows(width: inner) }
    budget.gaps = sections.count
    return body(sections, budget: budget, width: inner).map { framed($0, width: inner + 2) }
  }
}

extension MeterScreen {
  /// Two lines of header, the load and the footer.
  private static let fixedRows = 4

  /// The sections that have something to show, most important first, and their share of the rows.
  private func sections() -> [(section: Section, weight: Int)] {
    [
      (Section.troubles(frame, glyphs: glyphs), 12),
      (Section.queues(frame, glyphs: glyphs), 3),
      (Section.threads(frame, glyphs: glyphs), 1),
      (Section.levels(frame, glyphs: glyphs), 4),
      (Section.nodes(frame, glyphs: glyphs), 4),
      (Section.events(frame, glyphs: glyphs), 3),
    ].filter { !$0.0.entries.isEmpty }
  }

  /// The sections with their entries below each other, or side by side as far as `rows` demand it.
  private func sections(width: Int, rows: Int) -> [(section: Section, weight: Int)] {
    var sections = sections()
    for strands in 1...Self.maximumStrands {
      for index in sections.indices { sections[index].section.maximumStrands = strands }
      // A heading and an empty row come to each.
      let wanted = sections.reduce(0) { $0 + $1.section.welcomeRows(width: width) + 2 }
      if wanted <= rows { break }
    }
    return sections
  }

  private static let maximumStrands = 8

  private func body(_ sections: [Section], budget: RowBudget, width: Int) -> [StyledLine] {
    var lines = HeaderLines(frame: frame, glyphs: glyphs).lines(width: width)
    lines += LoadLines(load: frame.load, glyphs: glyphs)
      .lines(width: width, graphRows: budget.graph)
    var gaps = budget.gaps
    for (number, section) in sections.enumerated() {
      guard let rows = budget.entries[number] else { continue }
      if gaps > 0, rows > 0 {
        lines.append(StyledLine())
        gaps -= 1
      }
      lines += section.lines(width: width, rows: rows, glyphs: glyphs)
    }
    return lines
  }

  private func footer(width: Int) -> StyledLine {
    var left = StyledLine()
    for key in keys {
      left.append(" \(CellText.clean(String(key.character), for: glyphs)) ", .key)
      left.append(" \(CellText.clean(key.label, for: glyphs))   ", .plain)
    }
    if let notice { left.append(CellText.clean(notice, for: glyphs), .alarm) }
    let right = StyledLine("process \(frame.processID)", .dim)
    return HeaderLines.spread(left, right, width: width, glyphs: glyphs)
  }

  /// One empty cell on either side.
  private func framed(_ line: StyledLine, width: Int) -> StyledLine {
    var result = StyledLine(" ")
    result.append(line)
    return result.fitted(to: width, glyphs: glyphs)
  }

  private func tooSmall(_ size: MeterSize) -> [StyledLine] {
    let minimum = Self.minimumSize
    let text = "\(minimum.columns)x\(minimum.rows) cells needed, \(size.columns)x\(size.rows) here"
    return (0..<max(0, size.rows)).map { row in
      StyledLine(row == 0 ? text : "", .caution).fitted(to: size.columns, glyphs: glyphs)
    }
  }
}
