/// What stands in one place of a table.
enum Field: Sendable, Equatable {
  case text(String, Style)
  /// Text that may go on in the rows below.
  case paragraph(String, Style)
  /// A heading in several lengths, longest first: the first that fits is shown.
  case caption([String])
  case load(LoadBar)
  case level(LevelBar)
  /// The decibels above level bars.
  case scale
  case range(RangeBar)
  case lane(LaneBar)
  case moment(MomentMark)
  /// The times above lanes.
  case times(TimeAxis)

  /// Cells the content would like to have.
  var naturalWidth: Int {
    if case .text(let text, _) = self { CellText.cells(of: text) } else { 0 }
  }

  /// The content for as many rows as it takes in cells of this width, `limit` at most.
  func rows(width: Int, limit: Int) -> [Field] {
    guard limit > 1, case .paragraph(let text, let style) = self,
      let (first, rest) = CellText.broken(text, cells: width)
    else { return [self] }
    return [.text(first, style)]
      + Field.paragraph(rest, style).rows(width: width, limit: limit - 1)
  }

  /// The content in just the cells it needs.
  func line(alignment: Alignment, glyphs: GlyphSet) -> StyledLine {
    line(width: naturalWidth, alignment: alignment, glyphs: glyphs)
  }

  func line(width: Int, alignment: Alignment, glyphs: GlyphSet) -> StyledLine {
    switch self {
    case .text(let text, let style), .paragraph(let text, let style):
      StyledLine(text, style).fitted(to: width, alignment: alignment, glyphs: glyphs)
    case .caption(let texts):
      StyledLine(texts.first { CellText.cells(of: $0) <= width } ?? "", .dim)
        .fitted(to: width, alignment: alignment, glyphs: glyphs)
    case .load(let bar): bar.line(width: width, glyphs: glyphs)
    case .level(let bar): bar.line(width: width, glyphs: glyphs)
    case .scale: LevelScale.line(width: width)
    case .range(let bar): bar.line(width: width, glyphs: glyphs)
    case .lane(let bar): bar.line(width: width, glyphs: glyphs)
    case .moment(let mark): mark.line(width: width, glyphs: glyphs)
    case .times(let axis): axis.scale(width: width, units: Units(glyphs: glyphs))
    }
  }
}
