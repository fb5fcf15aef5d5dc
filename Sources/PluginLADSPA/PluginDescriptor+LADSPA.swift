import CLADSPA
import Plugins

extension PluginDescriptor {
  /// Describes one plugin of a library; nil when it is too damaged to be used.
  init?(_ plugin: UnsafePointer<LADSPA_Descriptor>, library: String, path: String) {
    let plugin = plugin.pointee
    guard let label = plugin.Label, plugin.instantiate != nil, plugin.connect_port != nil,
      plugin.run != nil, let ports = PluginPort.all(of: plugin)
    else { return nil }
    self.init(
      format: .ladspa,
      identifier: "\(library):\(String(cString: label))",
      name: String(cString: plugin.Name ?? label),
      author: plugin.Maker.map { String(cString: $0) } ?? "",
      library: path,
      ports: ports)
    uniqueID = Int(exactly: plugin.UniqueID)
  }
}

extension PluginPort {
  /// The ports of a plugin; nil when it says that it has some but not what they are.
  fileprivate static func all(of plugin: LADSPA_Descriptor) -> [PluginPort]? {
    let count = Int(plugin.PortCount)
    guard count > 0 else { return [] }
    guard let kinds = plugin.PortDescriptors, let names = plugin.PortNames,
      let hints = plugin.PortRangeHints
    else { return nil }
    var symbols = PortSymbols()
    return (0..<count).map { index in
      let name = names[index].map { String(cString: $0) } ?? ""
      var port = PluginPort(
        index: index, symbol: symbols.make(from: name), name: name,
        kind: kinds[index] & LADSPA_PORT_AUDIO != 0 ? .audio : .control,
        direction: kinds[index] & LADSPA_PORT_INPUT != 0 ? .input : .output)
      if port.kind == .control {
        port.describe(LADSPAHint(hints[index]))
        port.isLatency = port.isLADSPALatency
      }
      return port
    }
  }

  private mutating func describe(_ hint: LADSPAHint) {
    minimum = hint.lower
    maximum = hint.upper
    // 1, 100 and 440 are Hz also where the bounds are parts of the rate: no number says both.
    defaultValue =
      hint.isRateScaled && hint.isDefaultAbsolute ? nil : hint.defaultValue(scale: 1)
    isInteger = hint.isInteger
    isToggled = hint.isToggled
    isLogarithmic = hint.isLogarithmic
    isRateScaled = hint.isRateScaled
  }

  /// By custom, since LADSPA itself has no way to report a latency.
  private var isLADSPALatency: Bool {
    direction == .output && (name == "latency" || name == "_latency")
  }
}
