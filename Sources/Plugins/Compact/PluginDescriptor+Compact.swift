extension CompactWriter {
  mutating func write(_ plugin: PluginDescriptor) {
    write(PluginFormat.allCases.firstIndex(of: plugin.format) ?? 0)
    write(plugin.identifier)
    write(plugin.name)
    write(plugin.author)
    write(plugin.category)
    write(plugin.library)
    write(plugin.uniqueID.map { $0 + 1 } ?? 0)
    write(plugin.ports) { $0.write($1) }
    write(plugin.requiredFeatures) { $0.write($1) }
    write(plugin.missingFeatures) { $0.write($1) }
    write(plugin.blockLengths.rawValue)
    write(plugin.properties) { $0.write($1) }
  }

  mutating func write(_ problem: PluginProblem) {
    write(problem.path)
    write(problem.message)
    write(problem.isFault ? 1 : 0)
  }
}

extension CompactReader {
  mutating func plugin() throws(CompactDamage) -> PluginDescriptor {
    let format = try number()
    guard PluginFormat.allCases.indices.contains(format) else { throw CompactDamage() }
    var plugin = PluginDescriptor(
      format: PluginFormat.allCases[format], identifier: try text(), name: try text(),
      author: try text(), category: try text(), library: try text())
    let identifier = try number()
    plugin.uniqueID = identifier > 0 ? identifier - 1 : nil
    plugin.ports = try array { reader throws(CompactDamage) in try reader.port() }
    plugin.requiredFeatures = try array { reader throws(CompactDamage) in try reader.text() }
    plugin.missingFeatures = try array { reader throws(CompactDamage) in try reader.text() }
    guard let blockLengths = BlockLengths(rawValue: try text()) else { throw CompactDamage() }
    plugin.blockLengths = blockLengths
    plugin.properties = try array { reader throws(CompactDamage) in try reader.property() }
    return plugin
  }

  mutating func problem() throws(CompactDamage) -> PluginProblem {
    let path = try text()
    let message = try text()
    return try number() == 0
      ? PluginProblem(path: path, message: message) : PluginProblem(fault: message, at: path)
  }
}
