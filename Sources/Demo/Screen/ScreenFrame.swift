import Meter

/// What all screens of the tour have in common.
enum ScreenFrame {
  /// The keys.
  static func footer(width: Int, glyphs: GlyphSet) -> StyledLine {
    let keys = [("space", "next"), ("b", "back"), ("q", "quit")]
    let pieces = keys.flatMap { key, label -> [(text: String, style: Style)] in
      [(" \(key) ", .key), (" \(label)   ", .plain)]
    }
    return StyledLine(pieces, width: width, glyphs: glyphs)
  }

  /// One empty cell on either side, and exactly as many lines as the terminal has.
  static func framed(_ lines: [StyledLine], size: MeterSize, glyphs: GlyphSet) -> [StyledLine] {
    lines.prefix(size.rows).map { line in
      let pieces = line.runs.map { (text: $0.text, style: $0.style) }
      return StyledLine([(" ", .plain)] + pieces, width: size.columns, glyphs: glyphs)
    }
  }
}
