/// One line of the screen: pieces of text with a meaning, of known width in cells.
public struct StyledLine: Sendable, Equatable {
  /// A piece of text in one style.
  public struct Run: Sendable, Equatable {
    /// Printable text without control codes.
    public let text: String
    /// What it means.
    public let style: Style
    let cells: Int
  }

  /// The pieces from left to right.
  public private(set) var runs: [Run] = []
  /// Cells the line takes on the terminal.
  public private(set) var cells = 0

  init() {}

  init(_ text: String, _ style: Style = .plain) { append(text, style) }

  /// The line without its styles.
  public var text: String { runs.reduce(into: "") { $0 += $1.text } }

  /// Appends text that is clean: the program's own, or foreign text after `CellText.clean`.
  mutating func append(_ text: String, _ style: Style = .plain) {
    guard !text.isEmpty else { return }
    let width = CellText.cells(of: text)
    cells += width
    if let last = runs.last, last.style == style {
      runs[runs.count - 1] = Run(text: last.text + text, style: style, cells: last.cells + width)
    } else {
      runs.append(Run(text: text, style: style, cells: width))
    }
  }

  mutating func append(_ line: StyledLine) {
    for run in line.runs { append(run.text, run.style) }
  }

  /// Appends spaces until the line is `width` cells wide.
  mutating func pad(to width: Int) {
    append(String(repeating: " ", count: max(0, width - cells)))
  }
}

extension StyledLine {
  /// The line as it fits exactly: filled up with spaces, or cut and marked.
  func fitted(to width: Int, alignment: Alignment = .left, glyphs: GlyphSet) -> StyledLine {
    guard cells > width else {
      var result = StyledLine()
      if alignment == .right { result.pad(to: width - cells) }
      result.append(self)
      result.pad(to: width)
      return result
    }
    guard width > 0 else { return StyledLine() }
    var result = prefix(width - 1)
    result.append(glyphs.ellipsis, result.runs.last?.style ?? .plain)
    result.pad(to: width)
    return result
  }

  /// The first cells, without half a wide character.
  func prefix(_ width: Int) -> StyledLine {
    var result = StyledLine()
    for run in runs {
      let rest = width - result.cells
      guard run.cells > rest else {
        result.append(run.text, run.style)
        continue
      }
      result.append(CellText.prefix(of: run.text, cells: rest), run.style)
      break
    }
    return result
  }

  /// The line from a cell on; half a wide character becomes a space.
  func suffix(from cell: Int) -> StyledLine {
    var result = StyledLine()
    var position = 0
    for character in runs.flatMap({ run in run.text.map { (String($0), run.style) } }) {
      let width = CellText.cells(of: character.0)
      if position >= cell {
        result.append(character.0, character.1)
      } else if position + width > cell {
        result.append(String(repeating: " ", count: position + width - cell), character.1)
      }
      position += width
    }
    return result
  }

  func appending(_ line: StyledLine) -> StyledLine {
    var result = self
    result.append(line)
    return result
  }
}

/// Where text stands in a column.
enum Alignment: Sendable {
  case left
  case right
}
