import CLilv
import Plugins

extension LV2Cycle {
  /// Connects all ports of `instance` that hold no samples; those get theirs with the first block.
  init(
    _ instance: UnsafeMutablePointer<LilvInstance>, _ descriptor: PluginDescriptor,
    eventBytes: [Int: Int], worker: LV2Worker, patch: UnsafeMutablePointer<PatchCore>?,
    map: URIDMap, rate: Int, maximumFrames: Int
  ) {
    plugin = instance.pointee.lv2_descriptor
    handle = instance.pointee.lv2_handle
    ports = PortMemory(descriptor, rate: rate) { $0.startValue(rate: rate) }
    events = .allocate(capacity: eventBytes.count)
    self.maximumFrames = UInt32(maximumFrames)
    types = AtomTypes(map)
    positionAtom = PositionAtom(map)
    eventState = .allocate(capacity: 1)
    eventState.initialize(to: EventState(rate: rate))
    takesPosition = descriptor.ports.contains(where: \.takesPosition)
    takesMIDI = descriptor.ports.contains(where: \.takesMIDI)
    self.patch = patch
    patchPlace =
      descriptor.ports.filter { eventBytes[$0.index] != nil }
      .firstIndex { $0.takesPatches && $0.direction == .input } ?? .max
    mayBeCut = descriptor.blockLengths.mayBeCut
    fixed =
      descriptor.blockLengths.areFixed ? FixedBlock(descriptor, frames: maximumFrames) : nil
    self.worker = worker.isNeeded ? worker.core : nil
    allocateEvents(descriptor, eventBytes)
    for port in descriptor.ports where port.kind == .control {
      lilv_instance_connect_port(instance, UInt32(port.index), ports.value(at: port.index))
    }
    for port in descriptor.ports where port.kind == .other && eventBytes[port.index] == nil {
      lilv_instance_connect_port(instance, UInt32(port.index), nil)
    }
  }

  /// Frees all but the instance.
  func deallocate() {
    for port in events { port.sequence.deallocate() }
    events.deallocate()
    positionAtom.deallocate()
    fixed?.deallocate()
    eventState.deinitialize(count: 1)
    eventState.deallocate()
    ports.deallocate()
  }

  private func allocateEvents(_ descriptor: PluginDescriptor, _ eventBytes: [Int: Int]) {
    let eventPorts = descriptor.ports.filter { eventBytes[$0.index] != nil }
    let midiOutputs = descriptor.midiOutputs.map(\.index)
    for (place, port) in eventPorts.enumerated() {
      let sequence = AtomSequence(capacity: eventBytes[port.index] ?? 0)
      events.initializeElement(
        at: place,
        to: EventPort(
          sequence: sequence, isInput: port.direction == .input,
          takesPosition: port.takesPosition, takesMIDI: port.takesMIDI,
          midiOutput: midiOutputs.firstIndex(of: port.index) ?? -1))
      lv2_call_connect(plugin, handle, UInt32(port.index), sequence.memory)
    }
    clearEvents()
  }
}

extension PluginPort {
  /// What a parameter starts with: its default, else the value next to 0 that its range allows.
  fileprivate func startValue(rate: Int) -> Float {
    let value = defaultValue ?? max(minimum ?? 0, min(maximum ?? 0, 0))
    return isRateScaled ? value * Float(rate) : value
  }
}
