/// Words drawn large, readable from across the room.
///
/// Every pixel of the font is `scale` cells wide and half as many high: an upright rectangle looks
/// the same at any scale.
struct BigText: Sendable {
  /// Rows from top to bottom, a cell for each pixel.
  private let bitmap: [[Bool]]

  /// Draws what the font has; other characters are left out.
  init(_ text: String) {
    let glyphs = text.uppercased().compactMap { BigFont.rows(of: $0) }
    bitmap = (0..<BigFont.height).map { row in
      Array(glyphs.map { $0[row] }.joined(separator: [false]))
    }
  }

  /// Cells from left to right.
  func width(scale: Int) -> Int { (bitmap.first?.count ?? 0) * scale }

  /// Lines from top to bottom.
  static func height(scale: Int, glyphs: GlyphSet) -> Int {
    (BigFont.height * halves(scale, glyphs) + 1) / 2
  }

  func lines(scale: Int, style: Style, glyphs: GlyphSet) -> [StyledLine] {
    let halves = Self.halves(scale, glyphs)
    return (0..<Self.height(scale: scale, glyphs: glyphs)).map { row in
      let upper = pixels(2 * row / halves)
      let lower = pixels((2 * row + 1) / halves)
      var text = ""
      for column in upper.indices {
        let glyph = glyphs.halves(upper: upper[column], lower: lower[column])
        for _ in 0..<scale { text += glyph }
      }
      return StyledLine(text, style)
    }
  }

  private func pixels(_ row: Int) -> [Bool] {
    row < bitmap.count ? bitmap[row] : (bitmap.first ?? []).map { _ in false }
  }

  /// Half lines a pixel is high; ASCII has only whole ones.
  private static func halves(_ scale: Int, _ glyphs: GlyphSet) -> Int {
    glyphs == .ascii ? max(2, scale / 2 * 2) : max(1, scale)
  }
}

extension GlyphSet {
  /// A cell whose upper and lower halves are filled or not.
  fileprivate func halves(upper: Bool, lower: Bool) -> String {
    switch (upper, lower) {
    case (true, true): self == .ascii ? "#" : "█"
    case (true, false): self == .ascii ? "#" : "▀"
    case (false, true): self == .ascii ? "#" : "▄"
    case (false, false): " "
    }
  }
}
