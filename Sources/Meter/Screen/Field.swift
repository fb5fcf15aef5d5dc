/// What stands in one place of a table.
enum Field: Sendable, Equatable {
  case text(String, Style)
  case load(LoadBar)
  case level(LevelBar)
  /// The decibels above level bars.
  case scale

  /// Cells the content would like to have.
  var naturalWidth: Int {
    if case .text(let text, _) = self { CellText.cells(of: text) } else { 0 }
  }

  /// The content in just the cells it needs.
  func line(alignment: Alignment, glyphs: GlyphSet) -> StyledLine {
    line(width: naturalWidth, alignment: alignment, glyphs: glyphs)
  }

  func line(width: Int, alignment: Alignment, glyphs: GlyphSet) -> StyledLine {
    switch self {
    case .text(let text, let style):
      StyledLine(text, style).fitted(to: width, alignment: alignment, glyphs: glyphs)
    case .load(let bar): bar.line(width: width, glyphs: glyphs)
    case .level(let bar): bar.line(width: width, glyphs: glyphs)
    case .scale: LevelScale.line(width: width)
    }
  }
}
