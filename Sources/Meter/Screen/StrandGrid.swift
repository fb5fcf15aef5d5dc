/// Entries of a table in strands side by side, filled from top to bottom.
struct StrandGrid {
  let strands: Int
  let width: Int
  let columns: [Column]
  let glyphs: GlyphSet

  private static let strandGap = 3

  private var strandWidth: Int { (width - Self.strandGap * (strands - 1)) / strands }
  private var columnGap: Int { strandWidth < 90 ? 1 : 2 }

  /// The columns' headings above each strand; the table's title above the first only.
  func heading() -> StyledLine {
    let first = strand(columns.map(\.heading))
    guard strands > 1 else { return first }
    var others = columns.map(\.heading)
    if !others.isEmpty { others[0] = .text("", .dim) }
    return joined([first] + Array(repeating: strand(others), count: strands - 1))
  }

  func rows(_ entries: [[Field]], count: Int) -> [StyledLine] {
    // Short strands where all entries fit, so that the strands are equally long.
    let perStrand = max(1, (entries.count + strands - 1) / strands)
    return (0..<count).map { row in
      joined(
        (0..<strands).map { number in
          let index = number * perStrand + row
          guard row < perStrand, entries.indices.contains(index) else { return StyledLine() }
          return strand(entries[index])
        })
    }
  }

  private func joined(_ lines: [StyledLine]) -> StyledLine {
    var result = StyledLine()
    for (number, line) in lines.enumerated() {
      result.pad(to: number * (strandWidth + Self.strandGap))
      result.append(line)
    }
    return result.fitted(to: width, glyphs: glyphs)
  }

  private func strand(_ fields: [Field]) -> StyledLine {
    var line = StyledLine()
    for (number, place) in columns.widths(in: strandWidth, gap: columnGap).enumerated() {
      if number > 0 { line.append(String(repeating: " ", count: columnGap)) }
      line.append(
        fields[place.index].line(
          width: place.width, alignment: columns[place.index].alignment, glyphs: glyphs))
    }
    return line
  }
}
