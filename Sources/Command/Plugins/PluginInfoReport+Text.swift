import Plugins

extension PluginInfoReport {
  func text(columns: Int?) -> String {
    ([name, "    \(identifier)", ""] + facts(columns: columns)
      + section("Ports", portTable, columns: columns)
      + section("Parameters", parameterTable, columns: columns)
      + ["", "In a session:", "", session])
      .joined(separator: "\n")
  }

  private func facts(columns: Int?) -> [String] {
    let facts: [(String, String)] = [
      ("Author", author), ("Class", category), ("Format", format.rawValue.uppercased()),
      ("Library", library),
      ("Latency", latencyFrames.map { "\($0) frames at 48000 Hz" } ?? ""),
      ("Presets", presets > 0 ? "\(presets): see `tactus plugins presets \(identifier)`" : ""),
      ("Needs", FeatureName.list(requiredFeatures)),
      ("Hosted", isHosted ? "yes" : "no: this host lacks \(FeatureName.list(missingFeatures))"),
    ]
    return facts.filter { !$0.1.isEmpty }
      .map { title, text in text.hanging(title.padded(to: 10), columns: columns) }
  }

  private func section(_ title: String, _ table: TextTable, columns: Int?) -> [String] {
    guard !table.rows.isEmpty else { return [] }
    let lines = table.lines(columns: columns.map { $0 - 2 }).map { "  \($0)" }
    return ["", "\(title):"] + lines
  }

  private var portTable: TextTable {
    var table = TextTable([
      .init(title: "SYMBOL"), .init(title: "NAME", wraps: true), .init(title: "KIND"),
      .init(title: "DIRECTION"),
    ])
    for port in ports {
      let kind = port.kind == .other ? "events" : port.kind.rawValue
      let direction = port.direction.rawValue + (port.isOptional ? ", optional" : "")
      table.add([port.symbol, port.name, kind, direction])
    }
    return table
  }

  private var parameterTable: TextTable {
    var table = TextTable([
      .init(title: "SYMBOL"), .init(title: "NAME", wraps: true),
      .init(title: "RANGE", isRightAligned: true), .init(title: "DEFAULT", isRightAligned: true),
      .init(title: "UNIT"), .init(title: "NOTES", wraps: true),
    ])
    parameters.forEach { table.add($0.cells) }
    return table
  }
}
