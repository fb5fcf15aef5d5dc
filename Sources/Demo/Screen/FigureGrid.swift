import Meter

/// Figures side by side, each a label and a value.
struct FigureGrid {
  let figures: [DemoFigure]
  let width: Int
  let glyphs: GlyphSet

  /// Cells a figure needs.
  private static let comfortableWidth = 38
  private static let gap = 2

  private var columns: Int {
    max(1, min(3, (width + Self.gap) / (Self.comfortableWidth + Self.gap)))
  }

  /// Rows for all of them.
  var rowCount: Int { (figures.count + columns - 1) / columns }

  /// How many figures fit into so many rows.
  func count(in rows: Int) -> Int { rows * columns }

  /// Rows of figures, read from left to right; what does not fit into `rows` is left out.
  func lines(rows: Int = .max) -> [StyledLine] {
    let cells = (width + Self.gap) / columns - Self.gap
    return (0..<min(rows, rowCount)).map { row in
      let shown = figures[(row * columns)...].prefix(columns)
      var pieces: [(text: String, style: Style)] = []
      for (place, figure) in shown.enumerated() {
        if place > 0 { pieces.append((String(repeating: " ", count: Self.gap), .plain)) }
        pieces += cell(figure, width: cells)
      }
      return StyledLine(pieces, width: width, glyphs: glyphs)
    }
  }

  private func cell(_ figure: DemoFigure, width: Int) -> [(text: String, style: Style)] {
    let value = figure.text(glyphs: glyphs)
    let room = width - value.count - 1
    let label = figure.label.count > room ? String(figure.label.prefix(max(0, room))) : figure.label
    let blanks = String(repeating: " ", count: max(1, width - label.count - value.count))
    return [(label + blanks, .dim), (value, .strong)]
  }
}
