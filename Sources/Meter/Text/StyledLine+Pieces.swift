extension StyledLine {
  /// Text of any origin in one line of exactly `width` cells: filled up with spaces, or cut and
  /// marked.
  ///
  /// - Thread: any.
  public init(_ pieces: [(text: String, style: Style)], width: Int, glyphs: GlyphSet) {
    self = Self.joined(pieces, glyphs: glyphs).fitted(to: width, glyphs: glyphs)
  }

  /// The same with pieces on the right, which stay when both do not fit.
  ///
  /// - Thread: any.
  public init(
    _ left: [(text: String, style: Style)], right: [(text: String, style: Style)], width: Int,
    glyphs: GlyphSet
  ) {
    self = HeaderLines.spread(
      Self.joined(left, glyphs: glyphs), Self.joined(right, glyphs: glyphs), width: width,
      glyphs: glyphs)
  }

  private static func joined(
    _ pieces: [(text: String, style: Style)], glyphs: GlyphSet
  ) -> StyledLine {
    pieces.reduce(into: StyledLine()) { line, piece in
      line.append(CellText.clean(piece.text, for: glyphs), piece.style)
    }
  }
}

extension MeterText {
  /// Nanoseconds as the meter shows them, such as `12.3 µs`.
  ///
  /// - Thread: any.
  public static func duration(nanoseconds: Double, glyphs: GlyphSet = .full) -> String {
    Units(glyphs: glyphs).duration(nanoseconds: nanoseconds)
  }

  /// A share as the meter shows it, such as `12 %`.
  ///
  /// - Thread: any.
  public static func percent(_ share: Double) -> String { Units(glyphs: .full).percent(share) }
}

extension StyledLine {
  /// A paragraph of any origin, broken between words into lines of exactly `width` cells.
  ///
  /// - Thread: any.
  public static func paragraph(
    _ text: String, _ style: Style = .plain, width: Int, glyphs: GlyphSet
  ) -> [StyledLine] {
    var rest = CellText.clean(text, for: glyphs)
    var lines: [StyledLine] = []
    while let (first, second) = CellText.broken(rest, cells: width) {
      lines.append(StyledLine(first, style).fitted(to: width, glyphs: glyphs))
      rest = second
    }
    return lines + [StyledLine(rest, style).fitted(to: width, glyphs: glyphs)]
  }
}
