import CLilv
import Plugins

extension LV2Cycle {
  /// Connects all ports of `instance` that hold no samples; those get theirs with the first block.
  init(
    _ instance: UnsafeMutablePointer<LilvInstance>, _ descriptor: PluginDescriptor, rate: Int,
    maximumFrames: Int, extras: LV2Extras?
  ) {
    plugin = instance.pointee.lv2_descriptor
    handle = instance.pointee.lv2_handle
    ports = PortMemory(descriptor, rate: rate, behind: LV2Cycle.self) { $0.startValue(rate: rate) }
    self.maximumFrames = UInt32(maximumFrames)
    mayBeCut = descriptor.blockLengths.mayBeCut
    self.extras = extras.map { extras in
      let kept = UnsafeMutablePointer<LV2Extras>.allocate(capacity: 1)
      kept.initialize(to: extras)
      return kept
    }
    for port in descriptor.ports where port.kind == .control {
      lv2_call_connect(plugin, handle, UInt32(port.index), ports.value(at: port.index))
    }
    for port in descriptor.ports where port.kind == .other {
      lv2_call_connect(plugin, handle, UInt32(port.index), extras?.memory(ofPort: port.index))
    }
  }

  /// Where it lives, in front of its ports.
  func kept() -> UnsafeMutablePointer<LV2Cycle> {
    let place = ports.front(as: LV2Cycle.self)
    place.initialize(to: self)
    return place
  }

  /// Frees all but the instance; its own place too.
  func deallocate() {
    extras?.pointee.deallocate()
    extras?.deallocate()
    ports.deallocate()
  }
}

extension PluginPort {
  /// What a parameter starts with: its default, else the value next to 0 that its range allows.
  fileprivate func startValue(rate: Int) -> Float {
    let value = defaultValue ?? max(minimum ?? 0, min(maximum ?? 0, 0))
    return isRateScaled ? value * Float(rate) : value
  }
}
