import CLADSPA
import CRealtime
import Plugins

/// A running LADSPA plugin.
final class LADSPAInstance: PluginInstance, @unchecked Sendable {
  /// Makes and activates `plugin`, which `library` keeps open.
  init(
    _ plugin: UnsafePointer<LADSPA_Descriptor>, of library: LADSPALibrary,
    descriptor: PluginDescriptor, rate: Int, maximumFrames: Int
  ) throws(PluginError) {
    let cycle = try PluginSetup.alone { () throws(PluginError) -> LADSPACycle in
      try LADSPACycle(plugin, descriptor, rate: rate, maximumFrames: maximumFrames)
    }
    self.cycle = cycle.kept()
    self.library = library
    self.descriptor = descriptor
    latencyPort = descriptor.latencyPort?.index
    places = Dictionary(uniqueKeysWithValues: descriptor.parameters.map { ($0.symbol, $0.index) })
  }

  deinit {
    PluginSetup.alone { cycle.pointee.end() }
  }

  let descriptor: PluginDescriptor

  var process: rt_process { runLADSPA }

  var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(cycle) }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? {
    places[symbol].map { cycle.pointee.ports.value(at: $0) }
  }

  @discardableResult
  func glide(_ symbol: String, to value: Float) -> Bool {
    guard let place = descriptor.parameterPlace(symbol) else { return false }
    cycle.pointee.ports.glides.pointee.post(value, at: place)
    return true
  }

  var setter: rt_setter? { cycle.pointee.ports.setter }

  func value(of symbol: String) -> Float? {
    descriptor.parameterPlace(symbol).map { cycle.pointee.ports.glides.pointee.value(at: $0) }
  }

  @discardableResult
  func jump(_ symbol: String, to value: Float) -> Bool {
    guard let place = descriptor.parameterPlace(symbol) else { return false }
    cycle.pointee.ports.glides.pointee.jump(to: value, at: place)
    return true
  }

  var latencyFrames: Int {
    latencyPort.map { Int(frames: cycle.pointee.ports.value(at: $0).pointee) } ?? 0
  }

  func restart() {
    PluginSetup.alone { cycle.pointee.restart() }
  }

  private let cycle: UnsafeMutablePointer<LADSPACycle>
  private let library: LADSPALibrary
  private let latencyPort: Int?
  private let places: [String: Int]
}
