import CRealtime
import Plugins

/// A catalogue of nothing but one plugin, which every instance is.
final class OnePlugin<Plugin: PluginInstance>: PluginCatalogue {
  let format = PluginFormat.ladspa
  let plugin: Plugin

  init(_ plugin: Plugin) { self.plugin = plugin }

  func list() throws(PluginError) -> [PluginDescriptor] { [plugin.descriptor] }

  func descriptor(_ identifier: String) throws(PluginError) -> PluginDescriptor {
    guard identifier == plugin.descriptor.identifier else {
      throw PluginError(.notFound, "no plugin \(identifier)")
    }
    return plugin.descriptor
  }

  func makeInstance(
    _ identifier: String, rate: Int, maximumFrames: Int
  ) throws(PluginError) -> any PluginInstance { plugin }
}

extension PluginDescriptor {
  /// A plugin with one input, one output and no parameters.
  static func passing(_ identifier: String, name: String) -> PluginDescriptor {
    PluginDescriptor(
      format: .ladspa, identifier: identifier, name: name,
      ports: [
        PluginPort(index: 0, symbol: "in", name: "In", kind: .audio, direction: .input),
        PluginPort(index: 1, symbol: "out", name: "Out", kind: .audio, direction: .output),
      ])
  }
}

extension rt_block {
  /// Copies the first input to the first output.
  func pass() {
    guard let input = inputs[0], let output = outputs[0] else { return }
    output.update(from: input, count: Int(frames))
  }
}
