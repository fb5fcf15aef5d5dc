import Plugins

extension PluginInfoReport {
  func text(columns: Int?) -> String {
    ([name, "    \(identifier)"] + (number.map { ["    \($0)"] } ?? []) + [""]
      + facts(columns: columns)
      + section("Ports", portTable, columns: columns)
      + section("Parameters", parameterTable, columns: columns)
      + section("Properties", propertyTable, columns: columns)
      + ["", "In a session:", "", session])
      .joined(separator: "\n")
  }

  /// The other name of a LADSPA plugin.
  private var number: String? { uniqueID.map { "\(format.rawValue):\($0)" } }

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
    let hasPlaces = ports.contains { !$0.place.isEmpty }
    var table = TextTable(
      [
        .init(title: "SYMBOL"), .init(title: "NAME", wraps: true), .init(title: "KIND"),
        .init(title: "DIRECTION"),
      ] + (hasPlaces ? [.init(title: "GROUP", wraps: true)] : []))
    for port in ports {
      let kind = port.kind == .other ? "events" : port.kind.rawValue
      let direction = port.direction.rawValue + (port.isOptional ? ", optional" : "")
      table.add(
        [port.symbol, port.name, kind, direction] + (hasPlaces ? [port.place] : []))
    }
    return table
  }

  private var propertyTable: TextTable {
    var table = TextTable([
      .init(title: "SYMBOL"), .init(title: "NAME", wraps: true), .init(title: "KIND"),
      .init(title: "RANGE", isRightAligned: true), .init(title: "DEFAULT", isRightAligned: true),
      .init(title: "NOTES"),
    ])
    for property in properties {
      let notes = [property.isWritable ? "set" : "", property.isReadable ? "told" : ""]
      table.add([
        property.symbol, property.name, property.kind.rawValue,
        NumberText.range(property.minimum.map { Float($0) }, property.maximum.map { Float($0) }),
        property.defaultValue.map { NumberText.of(Float($0)) } ?? "",
        notes.filter { !$0.isEmpty }.joined(separator: ", "),
      ])
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

extension PluginInfoReport.Port {
  /// Its group, and what it is there.
  fileprivate var place: String {
    [group, designation].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
