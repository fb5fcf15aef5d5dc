import Demo

/// What a demonstration has measured.
struct DemoReport: Report {
  let machine: DemoMachine
  let pages: [DemoResult]

  func text(columns: Int?) -> String {
    let heading = "What was measured on this machine: \(machine.description)"
    return
      ([heading.wrapped(to: columns).joined(separator: "\n")]
      + pages.map { page in "\n\(page.title)\n\(DemoText.figures(page.figures))" })
      .joined(separator: "\n")
  }
}

/// Pages as text for people.
enum DemoText {
  /// What is said before a page runs.
  static func introduction(_ page: DemoPage, note: String?, columns: Int?) -> String {
    let width = columns ?? 80
    var lines = [page.title, ""] + page.paragraph.wrapped(to: width)
    if let note { lines += [""] + note.wrapped(to: width) }
    return lines.joined(separator: "\n")
  }

  /// What is said after it.
  static func ending(_ result: DemoResult, columns: Int?) -> String {
    let functions = result.functions.wrapped(to: columns ?? 80).joined(separator: "\n")
    return "\n\(figures(result.figures))\n\n\(functions)\n"
  }

  /// A line for each figure.
  static func figures(_ figures: [DemoFigure]) -> String {
    let width = figures.map(\.label.count).max() ?? 0
    return figures.map { "  \($0.label.padded(to: width))  \($0.text())" }
      .joined(separator: "\n")
  }
}

/// The names and titles of all pages.
struct DemoListReport: Report {
  struct Entry: Encodable {
    let name: String
    let title: String
  }

  let pages: [Entry]

  init(_ pages: [DemoPage]) { self.pages = pages.map { Entry(name: $0.name, title: $0.title) } }

  func text(columns: Int?) -> String {
    var table = TextTable([TextTable.Column(title: "page"), TextTable.Column(title: "shows")])
    for page in pages { table.add([page.name, page.title]) }
    return table.text(columns: columns)
  }
}
