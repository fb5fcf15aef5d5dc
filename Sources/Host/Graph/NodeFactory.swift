import CRealtime
import Graph
import PluginSandbox
import Plugins
import Signal
import WorkQueues

/// Makes the nodes of a session.
struct NodeFactory: Sendable {
  let loader: SessionLoader
  /// Where plugins are run that are not to run in this process.
  let sandboxes: SandboxPool
  let rate: Int
  let maximumFrames: Int
  /// Where recordings go instead of the session's own place.
  var recordingFolder: String?
  /// Where plugins work beside the cycle; nil has them work within it, as a render needs.
  var workQueue: WorkQueue?

  /// The same for another rate and other periods.
  func remade(rate: Int, maximumFrames: Int) -> NodeFactory {
    NodeFactory(
      loader: loader, sandboxes: sandboxes, rate: rate, maximumFrames: maximumFrames,
      recordingFolder: recordingFolder, workQueue: workQueue)
  }

  /// Makes a node with its parameters as the session has them, or as the node `before` it has them
  /// now; it runs in no plan yet.
  ///
  /// Thread: control; the node before it may play meanwhile.
  func make(
    _ resolved: ResolvedNode, after before: RunningNode? = nil
  ) throws(HostError) -> RunningNode {
    switch resolved.node.kind {
    case .plugin(let plugin): return try make(plugin, for: resolved, after: before)
    case .builtin(let builtin): return try make(builtin, for: resolved, after: before)
    case .unknown:
      throw HostError(.internal, "node \(resolved.node.name) was never understood")
    }
  }

  private func make(
    _ plugin: SessionPlugin, for resolved: ResolvedNode, after before: RunningNode?
  ) throws(HostError) -> RunningNode {
    let name = resolved.node.name
    guard let catalogue = loader.catalogue(plugin.format) else {
      throw HostError(.unavailable, "\(name): no catalogue of \(plugin.format.rawValue) plugins")
    }
    do throws(PluginError) {
      let instance = try makeInstance(plugin, of: catalogue, for: name)
      let loaded = try instance.begin(with: resolved.preset, plugin, or: before, rate: rate)
      let running = RunningNode(
        resolved, kind: instance.descriptor.name, body: .plugin(instance),
        node: GraphNode(name: name, instance: instance), loaded: loaded, rate: rate,
        maximumFrames: maximumFrames)
      running.begin(with: resolved.parameters, or: before)
      if let before { running.setProperties(of: before) } else { running.set(resolved.properties) }
      instance.settle(blockFrames: maximumFrames)
      instance.work(on: workQueue)
      return running
    } catch {
      throw HostError(.unavailable, "\(name): \(error.description)")
    }
  }

  /// Makes an instance in the process that the session wants, or none of a plugin in quarantine.
  private func makeInstance(
    _ plugin: SessionPlugin, of catalogue: any PluginCatalogue, for name: String
  ) throws(PluginError) -> any PluginInstance {
    let isQuarantined = sandboxes.isQuarantined(plugin.format, plugin.identifier)
    guard plugin.sandbox != .none || isQuarantined else {
      return try catalogue.makeInstance(
        plugin.identifier, rate: rate, maximumFrames: maximumFrames)
    }
    return try sandboxes.makeInstance(
      of: try catalogue.descriptor(plugin.identifier), node: name, group: plugin.sandbox.group,
      periodShare: plugin.sandboxPercent.map { $0 / 100 }, rate: rate, maximumFrames: maximumFrames)
  }

  private func make(
    _ builtin: SessionBuiltin, for resolved: ResolvedNode, after before: RunningNode?
  ) throws(HostError) -> RunningNode {
    let name = resolved.node.name
    let parts = try builtin.builtin.make(
      BuiltinSetting(
        nodeName: name, rate: rate, maximumFrames: maximumFrames, transforms: loader.transforms,
        recordingFolder: recordingFolder, before: before?.work))
    guard let processor = parts.processor else {
      return RunningNode(
        resolved, kind: builtin.name, body: .feedback,
        node: .feedback(
          name: name, channels: resolved.shape.inputs.count, maximumFrames: maximumFrames),
        rate: rate, maximumFrames: maximumFrames)
    }
    let running = RunningNode(
      resolved, kind: builtin.name, body: .processor(processor),
      node: GraphNode(name: name, processor: processor), work: parts.work, rate: rate,
      maximumFrames: maximumFrames)
    running.begin(with: resolved.parameters, or: before)
    return running
  }
}

extension SessionSandbox {
  /// The name of the process, when several plugins may have it.
  fileprivate var group: String? { if case .group(let name) = self { name } else { nil } }
}

extension RunningNode {
  /// Before it plays: takes its parameters, or what the node before it is now.
  fileprivate func begin(with parameters: [ResolvedParameter], or before: RunningNode?) {
    if let before { begin(as: before) } else { begin(with: parameters) }
  }
}

extension GraphNode {
  /// The node of a plugin, which each plan with this node keeps.
  ///
  /// Never in place: of 322 plugins in Debian that do not forbid it, 14 play something else when an
  /// output is in the memory of an input.
  fileprivate init(name: String, instance: any PluginInstance) {
    self.init(
      name: name, process: instance.process, context: instance.context,
      inputCount: instance.descriptor.inputs.count,
      outputCount: instance.descriptor.outputs.count, owner: instance)
    restart = { instance.restart() }
    takesMIDI = instance.descriptor.takesMIDI
    midiOutputCount = instance.descriptor.midiOutputs.count
  }
}
