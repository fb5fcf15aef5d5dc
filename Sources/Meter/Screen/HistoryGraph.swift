/// The load of the last frames as columns, newest on the right.
struct HistoryGraph {
  let history: [Double]
  let glyphs: GlyphSet
  /// The load that takes the full height.
  var top = 1.0

  /// Lines from top to bottom.
  func lines(width: Int, height: Int) -> [StyledLine] {
    let values = history.suffix(max(0, width))
    let columns = values.map { (filled: filled(by: $0, of: height), style: style(of: $0)) }
    return (0..<max(0, height)).reversed().map { row in
      var line = StyledLine()
      line.append(repeating: " ", count: width - columns.count)
      // Column by column would cost much: most of a row is one glyph.
      var rest = columns[...]
      while let first = rest.first {
        let glyph = glyph(first.filled, row: row)
        let same = rest.prefix {
          self.glyph($0.filled, row: row) == glyph && $0.style == first.style
        }
        line.append(repeating: glyphs.heights[glyph], count: same.count, first.style)
        rest = rest.dropFirst(same.count)
      }
      return line
    }
  }

  /// The smallest round share of the period that is above all of a history.
  static func top(of history: [Double]) -> Double {
    let highest = history.filter { !$0.isNaN }.max() ?? 0
    return [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75].first { highest <= $0 } ?? 1
  }

  /// Steps of a column that a value fills.
  private func filled(by value: Double, of height: Int) -> Int {
    let clamped = value > 0 ? min(value / top, 1) : 0
    // Any load at all shows: an empty column means that nothing ran.
    return Int((clamped * Double((glyphs.heights.count - 1) * height)).rounded(.up))
  }

  /// Which of the heights a column shows in one row, counted from the bottom.
  private func glyph(_ filled: Int, row: Int) -> Int {
    let steps = glyphs.heights.count - 1
    return min(max(0, filled - row * steps), steps)
  }

  /// Quieter than a figure while all is well.
  private func style(of value: Double) -> Style {
    let style = LoadBar.style(of: value)
    return style == .good ? .soft : style
  }
}
