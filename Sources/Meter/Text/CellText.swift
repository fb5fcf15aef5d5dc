import CNcurses

// Made once, never freed, and not changed: every thread may use it.
private nonisolated(unsafe) let utf8Locale = nc_utf8_locale()

/// Text measured in cells of the terminal.
enum CellText {
  /// Makes foreign text safe to place: only characters of known width and no control codes.
  ///
  /// Characters that are put on top of another keep their place, three of them at most. Invisible
  /// ones, such as those that change the direction of writing, are left out.
  static func clean(_ text: String, for glyphs: GlyphSet) -> String {
    guard !text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else { return text }
    var result = String.UnicodeScalarView()
    var marks = 3
    for scalar in text.unicodeScalars {
      switch cells(of: scalar) {
      case 0:
        guard glyphs == .full, marks < 3, isVisible(scalar) else { continue }
        marks += 1
        result.append(scalar)
      case let width:
        marks = 0
        result.append(shown(scalar, width: width, glyphs: glyphs))
      }
    }
    return String(result)
  }

  /// Cells of a text that is clean.
  static func cells(of text: String) -> Int {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.utf8.count }
    var cells = 0
    for scalar in text.unicodeScalars { cells += max(0, Self.cells(of: scalar)) }
    return cells
  }

  /// The longest beginning of a clean text that takes no more than `width` cells.
  static func prefix(of text: String, cells width: Int) -> String {
    var rest = width
    var end = text.unicodeScalars.startIndex
    for index in text.unicodeScalars.indices {
      rest -= max(0, cells(of: text.unicodeScalars[index]))
      guard rest >= 0 else { break }
      end = text.unicodeScalars.index(after: index)
    }
    return String(text.unicodeScalars[..<end])
  }

  /// A clean text that takes more than `width` cells in two parts, the first of which fits.
  ///
  /// Broken at a space when there is one; nil when the text fits as it is.
  static func broken(_ text: String, cells width: Int) -> (first: String, second: String)? {
    let first = prefix(of: text, cells: width).unicodeScalars
    let scalars = text.unicodeScalars
    guard !first.isEmpty, first.count < scalars.count else { return nil }
    let end = scalars.index(scalars.startIndex, offsetBy: first.count)
    guard let space = scalars[...end].lastIndex(of: " "), space > scalars.startIndex else {
      return (String(first), String(scalars[end...]))
    }
    return (String(scalars[..<space]), String(scalars[scalars.index(after: space)...]))
  }

  private static func cells(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    // Letters, and the lines, blocks and marks the meter draws with.
    case 0x20...0x7E, 0xB5, 0xB7, 0xD7, 0x2500...0x259F, 0x25B8, 0x25C6, 0x25CF: 1
    case let value: Int(nc_cell_width(utf8Locale, value))
    }
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory != .format && !scalar.properties.isVariationSelector
  }

  private static func shown(
    _ scalar: Unicode.Scalar, width: Int, glyphs: GlyphSet
  ) -> Unicode.Scalar {
    if scalar.properties.isWhitespace, width < 0 { return " " }
    if glyphs == .ascii { return scalar.isASCII && width > 0 ? scalar : "?" }
    return width < 0 ? "\u{FFFD}" : scalar
  }
}
