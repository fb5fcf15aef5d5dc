import CRealtime
import Plugins
import Signal
import SoundFiles

/// A node made real: what the plan calls, and what keeps that alive.
struct RunningNode: @unchecked Sendable {
  // Unchecked: the context is called by the cycle only, while the owner lives.

  let name: String
  /// What it is, for people: a built-in's name, or the plugin's.
  let kind: String
  let process: rt_process
  let context: UnsafeMutableRawPointer
  let owner: any AnyObject & Sendable
  /// What it records to, if it does.
  var tap: RecordingTap?
}

/// Makes the nodes of a session.
struct NodeFactory {
  let loader: SessionLoader
  let rate: Int
  let maximumFrames: Int

  func make(_ resolved: ResolvedNode) throws(HostError) -> RunningNode {
    let node = resolved.node
    switch node.kind {
    case .plugin(let plugin):
      return try makePlugin(plugin, name: node.name, parameters: resolved.parameters)
    case .builtin(let builtin):
      return try makeBuiltin(builtin, name: node.name, parameters: resolved.parameters)
    case .unknown:
      throw HostError(.internal, "node \(node.name) was never understood")
    }
  }

  private func makePlugin(
    _ plugin: SessionPlugin, name: String, parameters: [ResolvedParameter]
  ) throws(HostError) -> RunningNode {
    guard let catalogue = loader.catalogue(plugin.format) else {
      throw HostError(.unavailable, "\(name): no catalogue of \(plugin.format.rawValue) plugins")
    }
    do throws(PluginError) {
      let instance = try catalogue.makeInstance(
        plugin.identifier, rate: rate, maximumFrames: maximumFrames)
      for parameter in parameters {
        instance.parameter(parameter.symbol)?.pointee = Float(parameter.value)
      }
      return RunningNode(
        name: name, kind: instance.descriptor.name, process: instance.process,
        context: instance.context, owner: instance)
    } catch {
      throw HostError(.unavailable, "\(name): \(error.description)")
    }
  }

  private func makeBuiltin(
    _ builtin: SessionBuiltin, name: String, parameters: [ResolvedParameter]
  ) throws(HostError) -> RunningNode {
    let setting = BuiltinSetting(nodeName: name, rate: rate, maximumFrames: maximumFrames)
    let parts = try builtin.builtin.make(setting)
    let processor = parts.processor
    for parameter in parameters {
      _ = processor.setParameter(parameter.symbol, to: Float(parameter.value))
    }
    return RunningNode(
      name: name, kind: builtin.name, process: processor.process, context: processor.context,
      owner: processor, tap: parts.tap)
  }
}
