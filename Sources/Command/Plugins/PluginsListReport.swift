import Plugins

/// The plugins that are installed, and what could not be read.
struct PluginsListReport: Report {
  let plugins: [Entry]
  let problems: [PluginProblem]

  /// Asks the catalogues; `filter` is compared in any case.
  init(
    _ catalogues: Catalogues, format: PluginFormat? = nil, filter: String? = nil
  ) throws(PluginError) {
    var found: [PluginDescriptor] = []
    var problems: [PluginProblem] = []
    for catalogue in catalogues.all where format == nil || catalogue.format == format {
      found += try catalogue.list()
      problems += catalogue.problems
    }
    self.init(found, problems: problems, filter: filter)
  }

  init(_ found: [PluginDescriptor], problems: [PluginProblem] = [], filter: String? = nil) {
    plugins = found.map(Entry.init)
      .filter { entry in filter.map { entry.contains($0.lowercased()) } ?? true }
      .sorted { $0.order < $1.order }
    self.problems = problems
  }

  func text(columns: Int?) -> String {
    let lines = plugins.isEmpty ? [] : listing(columns: columns) + [""]
    return (lines + [footer]).joined(separator: "\n")
  }

  private func listing(columns: Int?) -> [String] {
    let table = oneLineTable
    let lines = table.lines(columns: nil)
    guard let columns, lines.contains(where: { $0.count > columns }) else { return lines }
    return twoLineListing(columns: columns)
  }

  /// A line per plugin, for wide terminals and for other programs.
  private var oneLineTable: TextTable {
    var table = TextTable(Self.columns + [.init(title: "IDENTIFIER"), .init(title: "")])
    for entry in plugins {
      table.add(entry.cells + [entry.identifier, entry.refusal ?? ""])
    }
    return table
  }

  /// The identifier on a line of its own, so that it stays whole.
  private func twoLineListing(columns: Int) -> [String] {
    var table = TextTable(Self.columns)
    plugins.forEach { table.add($0.cells) }
    let blocks = table.blocks(columns: columns)
    return (blocks.first ?? [])
      + zip(plugins, blocks.dropFirst()).flatMap { entry, block in
        block + ["    \(entry.identifier)"]
          + (entry.refusal.map { [$0.hanging("    ", columns: columns)] } ?? [])
      }
  }

  private static let columns: [TextTable.Column] = [
    .init(title: "NAME", wraps: true), .init(title: "CLASS"),
    .init(title: "IN", isRightAligned: true), .init(title: "OUT", isRightAligned: true),
  ]

  private var footer: String {
    let formats = PluginFormat.allCases.compactMap { format in
      let count = plugins.count { $0.format == format }
      return count > 0 ? "\(count) \(format.rawValue.uppercased())" : nil
    }
    let refused = plugins.count { !$0.isHosted }
    let count = plugins.count == 1 ? "1 plugin" : "\(plugins.count) plugins"
    return count + (formats.isEmpty ? "" : ": " + formats.joined(separator: ", "))
      + (refused > 0 ? "; \(refused) of them cannot be hosted" : "")
  }
}
