import Plugins

/// A plugin's node for a session, its parameters at their defaults.
struct SessionSnippet {
  let text: String

  init(_ descriptor: PluginDescriptor) {
    var lines = [
      "  - name: \(Self.nodeName(descriptor.name))",
      "    plugin: \(Self.scalar(PluginReference(descriptor).description))",
    ]
    let parameters = descriptor.parameters.filter { $0.defaultValue != nil }
    if !parameters.isEmpty { lines.append("    parameters:") }
    text = (lines + parameters.map(Self.line)).joined(separator: "\n")
  }

  /// Rate-dependent bounds become those of this rate.
  private static let rate: Float = 48_000

  private static func line(_ port: PluginPort) -> String {
    let factor = port.isRateScaled ? rate : 1
    let value = NumberText.of((port.defaultValue ?? 0) * factor)
    let range = NumberText.range(
      port.minimum.map { $0 * factor }, port.maximum.map { $0 * factor })
    let comment = [range, port.unit].filter { !$0.isEmpty }.joined(separator: " ")
    let line = "      \(scalar(port.symbol)): \(value)"
    return comment.isEmpty ? line : line.padded(to: 34) + "  # " + comment
  }

  /// Letters, digits and hyphens of a plugin's name.
  private static func nodeName(_ name: String) -> String {
    let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let node = words.prefix(3).joined(separator: "-")
    return node.first?.isLetter == true ? node : "plugin" + (node.isEmpty ? "" : "-\(node)")
  }

  /// A text as YAML takes it for one: in quotes unless it is plain.
  private static func scalar(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter == true
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-./:#+".contains($0)) }
      && !text.hasSuffix(":")
      && !["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
        .contains(text.lowercased())
    return isPlain
      ? text
      : "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "''") + "'"
  }
}
