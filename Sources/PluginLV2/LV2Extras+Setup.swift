import CLilv
import Plugins

extension LV2Extras {
  /// What an instance of `descriptor` needs beside samples and control values; nil for nothing.
  ///
  /// Each event port, by its index, has so many bytes.
  init?(
    _ descriptor: PluginDescriptor, eventBytes: [Int: Int], worker: LV2Worker,
    patch: UnsafeMutablePointer<PatchCore>?, map: URIDMap, rate: Int, maximumFrames: Int
  ) {
    let areFixed = descriptor.blockLengths.areFixed
    guard !eventBytes.isEmpty || worker.isNeeded || patch != nil || areFixed else { return nil }
    let ports = descriptor.ports.filter { eventBytes[$0.index] != nil }
    events = Self.events(ports, eventBytes, outputs: descriptor.midiOutputs.map(\.index))
    types = AtomTypes(map)
    positionAtom = PositionAtom(map)
    state = .allocate(capacity: 1)
    state.initialize(to: EventState(rate: rate))
    takesPosition = ports.contains(where: \.takesPosition)
    takesMIDI = ports.contains(where: \.takesMIDI)
    self.worker = worker.isNeeded ? worker.core : nil
    self.patch = patch
    patchPlace = ports.firstIndex { $0.takesPatches && $0.direction == .input } ?? .max
    fixed = areFixed ? FixedBlock(descriptor, frames: maximumFrames) : nil
    clearEvents()
  }

  /// Frees everything.
  func deallocate() {
    for port in events { port.sequence.deallocate() }
    events.deallocate()
    positionAtom.deallocate()
    fixed?.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// What an event port is connected to; nil for another.
  func memory(ofPort index: Int) -> UnsafeMutableRawPointer? {
    events.first { $0.index == index }?.sequence.memory
  }

  private static func events(
    _ ports: [PluginPort], _ eventBytes: [Int: Int], outputs: [Int]
  ) -> UnsafeMutableBufferPointer<EventPort> {
    let events = UnsafeMutableBufferPointer<EventPort>.allocate(capacity: ports.count)
    for (place, port) in ports.enumerated() {
      events.initializeElement(
        at: place,
        to: EventPort(
          index: port.index, sequence: AtomSequence(capacity: eventBytes[port.index] ?? 0),
          isInput: port.direction == .input, takesPosition: port.takesPosition,
          takesMIDI: port.takesMIDI, midiOutput: outputs.firstIndex(of: port.index) ?? -1))
    }
    return events
  }
}
