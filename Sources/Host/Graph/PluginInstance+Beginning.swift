import Foundation
import Plugins

extension PluginInstance {
  /// Before it plays: takes the preset and the state of a session, in this order; gives the
  /// parameters that they changed.
  ///
  /// For one that takes the place of another it is what that one began with, so that nothing is
  /// read again.
  func begin(
    with preset: PluginPreset?, _ plugin: SessionPlugin, or before: RunningNode?, rate: Int
  ) throws(PluginError) -> [String: Float] {
    let defaults = parameterValues
    if let before {
      for port in descriptor.parameters {
        guard let value = before.loaded[port.symbol] else { continue }
        jump(port.symbol, to: port.clamped(value, rate: rate))
      }
    } else {
      if let preset { try load(preset) }
      if let state = plugin.state { try load(from: URL(filePath: state.text)) }
    }
    return parameterValues.filter { defaults[$0.key] != $0.value }
  }

  private var parameterValues: [String: Float] {
    Dictionary(
      descriptor.parameters.compactMap { port in value(of: port.symbol).map { (port.symbol, $0) } },
      uniquingKeysWith: { first, _ in first })
  }
}
