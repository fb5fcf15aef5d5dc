internal import Plugins

extension SessionResolver {
  /// The preset a node begins with, by its URI, else by its name.
  static func preset(
    of node: SessionNode, shape: NodeShape, log: ProblemLog
  ) -> PluginPreset? {
    guard case .plugin(let plugin) = node.kind, let asked = plugin.preset else { return nil }
    let found = presets(asked.text, among: shape.presets)
    if found.count == 1 { return found[0] }
    guard !found.isEmpty else {
      let names = shape.presets.map(\.name)
      log.error(
        asked.mark,
        names.isEmpty
          ? "node `\(node.name)` has no presets: leave `preset:` out"
          : "node `\(node.name)` has no preset `\(asked.text)`"
            + NearestName.hint(for: asked.text, among: names), .unknownName)
      return nil
    }
    log.error(
      asked.mark,
      "node `\(node.name)` has \(found.count) presets `\(asked.text)`: write the URI of one, "
        + found.map(\.uri).joined(separator: " or "))
    return nil
  }

  /// Those meant: capitals count only where names differ in nothing else.
  private static func presets(
    _ text: String, among presets: [PluginPreset]
  ) -> [PluginPreset] {
    if let preset = presets.first(where: { $0.uri == text }) { return [preset] }
    let exact = presets.filter { $0.name == text }
    return exact.isEmpty ? presets.filter { $0.name.lowercased() == text.lowercased() } : exact
  }
}
