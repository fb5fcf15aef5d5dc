import CLADSPA
import Plugins

extension LADSPACycle {
  /// Makes and activates an instance of `plugin`, its control ports connected.
  init(
    _ plugin: UnsafePointer<LADSPA_Descriptor>, _ descriptor: PluginDescriptor, rate: Int,
    maximumFrames: Int
  ) throws(PluginError) {
    guard let handle = plugin.pointee.instantiate(plugin, UInt(rate)) else {
      throw PluginError(
        .failed, "\(descriptor.identifier) refused to make an instance at \(rate) Hz")
    }
    self.plugin = plugin
    self.handle = handle
    self.maximumFrames = UInt32(maximumFrames)
    ports = PortMemory(descriptor, rate: rate, behind: LADSPACycle.self) { port in
      LADSPAHint(plugin.pointee.PortRangeHints[port.index]).startValue(rate: rate)
    }
    for port in descriptor.ports where port.kind == .control {
      plugin.pointee.connect_port(handle, UInt(port.index), ports.value(at: port.index))
    }
    plugin.pointee.activate?(handle)
  }

  /// Where it lives, in front of its ports.
  func kept() -> UnsafeMutablePointer<LADSPACycle> {
    let place = ports.front(as: LADSPACycle.self)
    place.initialize(to: self)
    return place
  }

  /// Deactivates the instance and activates it again.
  func restart() {
    plugin.pointee.deactivate?(handle)
    plugin.pointee.activate?(handle)
  }

  /// Deactivates and frees the instance and its ports' memory; its own place too.
  func end() {
    plugin.pointee.deactivate?(handle)
    plugin.pointee.cleanup?(handle)
    ports.deallocate()
  }
}
