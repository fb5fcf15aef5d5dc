import PluginCheck
import Plugins

/// The plugins that are installed, and what could not be read.
struct PluginsListReport: Report {
  let plugins: [Entry]
  let problems: [PluginProblem]

  /// Asks the catalogues; `filter` is compared in any case.
  init(
    _ catalogues: Catalogues, format: PluginFormat? = nil, filter: String? = nil,
    verdicts: CheckVerdicts = CheckVerdicts()
  ) throws(PluginError) {
    var found: [PluginDescriptor] = []
    var problems: [PluginProblem] = []
    for catalogue in catalogues.all where format == nil || catalogue.format == format {
      found += try catalogue.list()
      problems += catalogue.problems
    }
    self.init(found, problems: problems, filter: filter, verdicts: verdicts)
  }

  init(
    _ found: [PluginDescriptor], problems: [PluginProblem] = [], filter: String? = nil,
    verdicts: CheckVerdicts = CheckVerdicts()
  ) {
    plugins = found.map { Entry($0, verdicts) }
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
    table(columns: [.init(title: "IDENTIFIER"), .init(title: "")]) {
      [$0.identifier, $0.refusal ?? ""]
    }
  }

  /// The identifier on a line of its own, so that it stays whole.
  private func twoLineListing(columns: Int) -> [String] {
    let blocks = table().blocks(columns: columns)
    return (blocks.first ?? [])
      + zip(plugins, blocks.dropFirst()).flatMap { entry, block in
        block + ["    \(entry.identifier)"]
          + (entry.refusal.map { [$0.hanging("    ", columns: columns)] } ?? [])
      }
  }

  /// The columns of all lists, then others.
  ///
  /// Verdicts have a column once there is one.
  private func table(
    columns: [TextTable.Column] = [], _ cells: (Entry) -> [String] = { _ in [] }
  ) -> TextTable {
    let verdicts = [("CHECK", \Entry.check), ("AUDIT", \Entry.audit)].filter { _, verdict in
      plugins.contains { $0[keyPath: verdict] != nil }
    }
    var table = TextTable(Self.columns + verdicts.map { .init(title: $0.0) } + columns)
    for entry in plugins {
      let texts = verdicts.map { entry[keyPath: $0.1]?.text ?? "" }
      table.add(entry.cells + texts + cells(entry))
    }
    return table
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
    let count = String.count(plugins.count, "plugin")
    return count + (formats.isEmpty ? "" : ": " + formats.joined(separator: ", "))
      + (refused > 0 ? "; \(refused) of them cannot be hosted" : "")
  }
}
