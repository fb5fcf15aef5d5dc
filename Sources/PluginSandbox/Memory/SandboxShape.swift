import Plugins

/// How many of everything a node has, from which both processes compute where it is in its memory.
struct SandboxShape: Codable, Sendable, Equatable {
  var inputs: Int
  var outputs: Int
  var parameters: Int
  var midiOutputs: Int
  var maximumFrames: Int

  init(_ descriptor: PluginDescriptor, maximumFrames: Int) {
    inputs = descriptor.inputs.count
    outputs = descriptor.outputs.count
    parameters = descriptor.parameters.count
    midiOutputs = descriptor.midiOutputs.count
    self.maximumFrames = maximumFrames
  }
}
