/// What a thread did in a stretch of time, as filled parts of a lane.
struct LaneBar: Sendable, Equatable {
  /// Something that was done, in nanoseconds.
  struct Span: Sendable, Equatable {
    let name: String
    let start: Int64
    let end: Int64
  }

  let spans: [Span]
  /// What the lane stands for.
  let axis: TimeAxis

  func line(width: Int, glyphs: GlyphSet) -> StyledLine {
    guard width > 0 else { return StyledLine() }
    let (full, begin, rest, deadline) = glyphs.lane
    var cells = Array(repeating: Cell(glyph: rest, style: .faint), count: width)
    let deadlineCell = axis.deadlineCell(width: width)
    var last: Range<Int>?
    for span in spans {
      guard let range = axis.cells(from: span.start, to: span.end, width: width) else { continue }
      fill(range, span, with: full, before: deadlineCell, &cells, glyphs)
      // Where one ends and another begins there is a seam.
      if range.lowerBound == last?.upperBound, range.count > 1 || glyphs == .ascii {
        cells[range.lowerBound].glyph = begin
        cells[range.lowerBound].style = style(at: range.lowerBound, deadlineCell)
      }
      last = range
    }
    if let deadlineCell, cells[deadlineCell].style == .faint {
      cells[deadlineCell] = Cell(glyph: deadline, style: .caution)
    }
    return cells.reduce(into: StyledLine()) { $0.append($1.glyph, $1.style) }
  }

  private struct Cell {
    var glyph: String
    var style: Style
  }

  private func style(at cell: Int, _ deadline: Int?) -> Style {
    cell >= (deadline ?? .max) ? .alarm : .good
  }

  /// Fills cells, with the name in them where it has room.
  private func fill(
    _ range: Range<Int>, _ span: Span, with full: String, before deadline: Int?,
    _ cells: inout [Cell], _ glyphs: GlyphSet
  ) {
    for cell in range { cells[cell] = Cell(glyph: full, style: style(at: cell, deadline)) }
    let name = Array(CellText.clean(span.name, for: glyphs))
    let room = range.dropFirst().dropLast()
    guard room.count > 2, CellText.cells(of: String(name)) == name.count else { return }
    for (cell, character) in zip(room, name) {
      let isLate = cell >= (deadline ?? .max)
      cells[cell] = Cell(glyph: String(character), style: isLate ? .lateLabel : .label)
    }
  }
}
