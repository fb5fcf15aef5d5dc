/// One line of the screen: pieces of text with a meaning, of known width in cells.
public struct StyledLine: Sendable, Equatable {
  /// A piece of text in one style.
  public struct Run: Sendable, Equatable {
    /// Printable text without control codes.
    public fileprivate(set) var text: String
    /// What it means.
    public let style: Style
    fileprivate(set) var cells: Int
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
    append(Run(text: text, style: style, cells: CellText.cells(of: text)))
  }

  /// Appends `count` times the same character, which takes one cell.
  mutating func append(repeating character: String, count: Int, _ style: Style = .plain) {
    guard count > 0 else { return }
    append(Run(text: Self.text(repeating: character, count: count), style: style, cells: count))
  }

  /// `String(repeating:count:)` byte by byte, as most of a screen is blanks and bars.
  private static func text(repeating character: String, count: Int) -> String {
    let bytes = character.utf8
    return String(unsafeUninitializedCapacity: bytes.count * count) { buffer in
      var place = 0
      for _ in 0..<count {
        for byte in bytes {
          buffer[place] = byte
          place += 1
        }
      }
      return place
    }
  }

  /// Makes room for pieces to come.
  mutating func reserve(pieces: Int) { runs.reserveCapacity(pieces) }

  mutating func append(_ line: StyledLine) {
    guard runs.capacity > 0 else {
      self = line
      return
    }
    for run in line.runs { append(run) }
  }

  /// Appends spaces until the line is `width` cells wide.
  mutating func pad(to width: Int) { append(repeating: " ", count: width - cells) }

  private mutating func append(_ run: Run) {
    cells += run.cells
    guard let last = runs.indices.last, runs[last].style == run.style else {
      runs.append(run)
      return
    }
    // In place: a bar is appended cell by cell.
    runs[last].text += run.text
    runs[last].cells += run.cells
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
    for run in runs {
      defer { position += run.cells }
      guard position + run.cells > cell else { continue }
      guard position < cell else {
        result.append(run)
        continue
      }
      result.append(Self.suffix(of: run.text, from: cell - position), run.style)
    }
    return result
  }

  private static func suffix(of text: String, from cell: Int) -> String {
    var result = ""
    var position = 0
    for character in text {
      let width = CellText.cells(of: String(character))
      if position >= cell {
        result.append(character)
      } else if position + width > cell {
        result += String(repeating: " ", count: position + width - cell)
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
