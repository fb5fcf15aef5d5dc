/// Rows of cells under titles, each column as wide as it needs to be.
///
/// A cell may hold several lines. When a line would be too wide, the columns marked as wrapping
/// give way, the widest first, and break their cells between words.
struct TextTable {
  /// One column.
  struct Column {
    let title: String
    var isRightAligned = false
    var wraps = false
  }

  let columns: [Column]
  private(set) var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row of one cell per column.
  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The titles, and all rows.
  func lines(columns limit: Int?) -> [String] { blocks(columns: limit).flatMap(\.self) }

  /// The lines of the titles, then those of each row.
  func blocks(columns limit: Int?) -> [[String]] {
    let all = [columns.map(\.title)] + rows
    let widths = widths(of: all, limit: limit)
    return all.map { row in lines(of: row, widths: widths) }
  }

  /// The text of all lines.
  func text(columns limit: Int?) -> String { lines(columns: limit).joined(separator: "\n") }

  private static let gap = 2
  private static let narrowest = 12

  private func widths(of rows: [[String]], limit: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      rows.flatMap { $0[index].split(whereSeparator: \.isNewline) }.map(\.count).max() ?? 0
    }
    let gaps = Self.gap * (columns.count - 1)
    while let limit, widths.reduce(gaps, +) > limit,
      let widest = columns.indices.filter({ columns[$0].wraps && widths[$0] > Self.narrowest })
        .max(by: { widths[$0] < widths[$1] })
    {
      widths[widest] -= 1
    }
    return widths
  }

  private func lines(of row: [String], widths: [Int]) -> [String] {
    let cells = zip(row, widths).map { cell, width in
      cell.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .flatMap { String($0).wrapped(to: width) }
    }
    return (0..<(cells.map(\.count).max() ?? 0)).map { line in
      let parts = columns.indices.map { index in
        let part = line < cells[index].count ? cells[index][line] : ""
        return part.padded(to: widths[index], isRightAligned: columns[index].isRightAligned)
      }
      return parts.joined(separator: String(repeating: " ", count: Self.gap)).trimmedAtEnd
    }
  }
}
