/// Entries of a table in strands side by side, filled from top to bottom.
struct StrandGrid {
  let strands: Int
  let width: Int
  let columns: [Column]
  let glyphs: GlyphSet

  private static let strandGap = 3

  private var strandWidth: Int { (width - Self.strandGap * (strands - 1)) / strands }
  private var columnGap: Int { strandWidth < 90 ? 1 : 2 }

  /// The columns that have room in a strand, by index, and how wide each is.
  var places: [(index: Int, width: Int)] { columns.widths(in: strandWidth, gap: columnGap) }

  /// The columns' headings above each strand.
  ///
  /// The table's title stands above the first strand only; `note` follows it and takes the place of
  /// the headings it reaches into.
  func heading(note: StyledLine) -> StyledLine {
    var first = columns.first?.heading.line(alignment: .left, glyphs: glyphs) ?? StyledLine()
    first.append(note)
    first.append(captions(from: first.cells).suffix(from: first.cells))
    return joined([first] + Array(repeating: captions(from: 0), count: strands - 1))
  }

  /// The headings of all columns but the first, of those that begin at `cell` or behind it.
  private func captions(from cell: Int) -> StyledLine {
    strand { place, start in
      guard place.index > 0 else { return nil }
      let column = columns[place.index]
      if case .scale = column.heading {
        return LevelScale.line(width: place.width, from: cell - start)
      }
      guard start >= cell else { return nil }
      return column.heading.line(width: place.width, alignment: column.alignment, glyphs: glyphs)
    }
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
    // One more for what fills it up.
    result.reserve(pieces: lines.reduce(lines.count + 1) { $0 + $1.runs.count })
    for (number, line) in lines.enumerated() {
      result.pad(to: number * (strandWidth + Self.strandGap))
      result.append(line)
    }
    return result.fitted(to: width, glyphs: glyphs)
  }

  private func strand(_ fields: [Field]) -> StyledLine {
    strand { place, _ in
      fields[place.index].line(
        width: place.width, alignment: columns[place.index].alignment, glyphs: glyphs)
    }
  }

  /// Puts together what `content` gives for each column, told its place and its first cell.
  private func strand(
    content: (_ place: (index: Int, width: Int), _ start: Int) -> StyledLine?
  ) -> StyledLine {
    var line = StyledLine()
    var start = 0
    for place in places {
      line.pad(to: start)
      if let content = content(place, start) { line.append(content) }
      start += place.width + columnGap
    }
    line.pad(to: strandWidth)
    return line
  }
}
