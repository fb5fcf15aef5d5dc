/// The load of the last frames as columns, newest on the right.
struct HistoryGraph {
  let history: [Double]
  let glyphs: GlyphSet
  /// The load that takes the full height.
  var top = 1.0

  /// Lines from top to bottom.
  func lines(width: Int, height: Int) -> [StyledLine] {
    let values = history.suffix(max(0, width))
    let empty = String(repeating: " ", count: max(0, width - values.count))
    return (0..<height).reversed().map { row in
      var line = StyledLine(empty)
      for value in values { line.append(glyph(of: value, row: row, of: height), style(of: value)) }
      return line
    }
  }

  /// The smallest round share of the period that is above all of a history.
  static func top(of history: [Double]) -> Double {
    let highest = history.filter { !$0.isNaN }.max() ?? 0
    return [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75].first { highest <= $0 } ?? 1
  }

  /// What a value shows in one row, counted from the bottom.
  private func glyph(of value: Double, row: Int, of height: Int) -> String {
    let steps = glyphs.heights.count - 1
    let clamped = value > 0 ? min(value / top, 1) : 0
    // Any load at all shows: an empty column means that nothing ran.
    let filled = Int((clamped * Double(steps * height)).rounded(.up))
    return glyphs.heights[min(max(0, filled - row * steps), steps)]
  }

  private func style(of value: Double) -> Style { LoadBar.style(of: value) }
}
