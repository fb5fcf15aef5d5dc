import Plugins

/// The presets of a plugin.
struct PluginPresetsReport: Report {
  /// The plugin as a session names it.
  let identifier: String
  let name: String
  let presets: [PluginPreset]

  init(_ descriptor: PluginDescriptor, presets: [PluginPreset]) {
    identifier = PluginReference(descriptor).description
    name = descriptor.name
    self.presets = presets
  }

  func text(columns: Int?) -> String {
    guard !presets.isEmpty else { return "\(name) has no presets" }
    var table = TextTable([.init(title: "NAME", wraps: true), .init(title: "URI")])
    for preset in presets { table.add([preset.name, preset.uri]) }
    let count = String.count(presets.count, "preset")
    return (table.lines(columns: columns) + ["", "\(count) of \(name)"]).joined(separator: "\n")
  }
}
