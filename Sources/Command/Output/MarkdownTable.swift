/// Rows of cells under titles, as Markdown.
struct MarkdownTable {
  let rows: [[String]]

  /// The columns from `numbersFrom` on are aligned to the right.
  init(_ titles: [String], _ rows: [[String]], numbersFrom: Int = .max) {
    self.titles = titles
    self.rows = rows
    self.numbersFrom = numbersFrom
  }

  var lines: [String] {
    let rules = titles.indices.map { $0 < numbersFrom ? "---" : "--:" }
    return [Self.line(titles), "|\(rules.joined(separator: "|"))|"] + rows.map(Self.line)
  }

  private let titles: [String]
  private let numbersFrom: Int

  private static func line(_ cells: [String]) -> String {
    "| \(cells.map(escaped).joined(separator: " | ")) |"
  }

  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
