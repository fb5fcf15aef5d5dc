/// How a share is spread: half of all times up to its middle, nearly always up to its high end.
struct RangeBar: Sendable, Equatable {
  let middle: Double
  let high: Double
  let most: Double
  /// The share that takes the whole width.
  let top: Double

  func line(width: Int, glyphs: GlyphSet) -> StyledLine {
    let (full, thin, mark, rest) = glyphs.range
    let middleCells = cells(of: middle, width: width)
    let highCells = max(middleCells, cells(of: high, width: width))
    let mostCell = most > 0 ? min(width, max(highCells, cells(of: most, width: width)) + 1) : 0
    var line = StyledLine()
    line.append(repeating: full, count: middleCells, LoadBar.style(of: middle))
    line.append(repeating: thin, count: highCells - middleCells, .soft)
    line.append(repeating: rest, count: mostCell - 1 - highCells, .faint)
    if mostCell > highCells { line.append(mark, most < 1 ? .dim : .alarm) }
    line.pad(to: width)
    return line
  }

  /// Any share at all shows; what is not a number does not.
  private func cells(of share: Double, width: Int) -> Int {
    guard share > 0, top > 0, width > 0 else { return 0 }
    return max(1, Int((min(1, share / top) * Double(width)).rounded()))
  }
}
