/// Sections below each other, as many rows of each as there is room for.
struct SectionStack {
  /// The sections that have something to show, most important first, and their share of the rows.
  private(set) var sections: [(section: Section, weight: Int)]
  let glyphs: GlyphSet

  private static let maximumStrands = 8
  /// Entries of the last section that come before air.
  private static let leastOfLast = 3

  init(_ sections: [(section: Section, weight: Int)], glyphs: GlyphSet) {
    self.sections = sections.filter { !$0.section.entries.isEmpty }
    self.glyphs = glyphs
  }

  /// The lines that have room in `rows` rows.
  mutating func lines(width: Int, rows: Int) -> [StyledLine] {
    spread(width: width, rows: rows)
    let air = air(width: width, rows: rows)
    var budget = RowBudget(
      rows: rows - air, wanted: sections.map { $0.section.rows(width: width) },
      welcome: sections.map { $0.section.welcomeRows(width: width) },
      weights: sections.map(\.weight),
      yielding: sections.firstIndex { !$0.section.brief.isEmpty })
    budget.gaps += air
    return lines(width: width, budget: budget)
  }

  /// Empty rows that come before the last entries of the last section, but not before any other's.
  private func air(width: Int, rows: Int) -> Int {
    let wanted = sections.dropLast().reduce(0) { $0 + $1.section.rows(width: width) }
    let headings = sections.count
    return min(headings, max(0, rows - wanted - headings - Self.leastOfLast))
  }

  /// Everything there is to show.
  func allLines(width: Int) -> [StyledLine] {
    var budget = RowBudget(rows: 0, wanted: [], weights: [])
    budget.entries = sections.map { $0.section.welcomeRows(width: width) }
    budget.gaps = sections.count
    return lines(width: width, budget: budget)
  }

  /// Puts entries side by side as far as `rows` demand it.
  private mutating func spread(width: Int, rows: Int) {
    for strands in 1...Self.maximumStrands {
      for index in sections.indices { sections[index].section.maximumStrands = strands }
      // A heading and an empty row come to each.
      let wanted = sections.reduce(0) { $0 + $1.section.welcomeRows(width: width) + 2 }
      if wanted <= rows { break }
    }
  }

  private func lines(width: Int, budget: RowBudget) -> [StyledLine] {
    var lines: [StyledLine] = []
    var gaps = budget.gaps
    for (number, entry) in sections.enumerated() {
      guard let rows = budget.entries[number] else { continue }
      if gaps > 0, rows > 0 {
        lines.append(StyledLine())
        gaps -= 1
      }
      lines += entry.section.lines(width: width, rows: rows, glyphs: glyphs)
    }
    return lines
  }
}
