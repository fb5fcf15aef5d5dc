import CLilv
import CRealtime
import Plugins
import Synchronization
import WorkQueues

/// A running LV2 plugin.
final class LV2Instance: PluginInstance, @unchecked Sendable {
  /// Makes and activates the plugin `uri` of `world`.
  init(
    _ uri: String, in world: LV2World, map: URIDMap, rate: Int, maximumFrames: Int
  ) throws(PluginError) {
    let worker = LV2Worker()
    let blockLengths = world.withReader { reader in
      reader.plugin(uri).map { reader.blockLengths($0) } ?? .any
    }
    let features = LV2Features(
      map: map, worker: worker.core, rate: rate, maximumFrames: maximumFrames,
      blockLengths: blockLengths)
    func state(_ instance: UnsafeMutablePointer<LilvInstance>) -> LV2StateAccess {
      LV2StateAccess(
        instance: instance, uri: uri, world: world, map: map, features: features, worker: worker)
    }
    let (parts, patch, cycle) = try PluginSetup.alone {
      () throws(PluginError) -> (Parts, LV2Patch?, LV2Cycle) in
      let parts = try world.withReader { (reader) throws(PluginError) -> Parts in
        try Parts(uri, reader, features, rate: rate, maximumFrames: maximumFrames)
      }
      features.rooms.pointee.note(
        parts.eventBytes, portCount: parts.descriptor.ports.count)
      worker.attach(parts.instance, messageBytes: parts.eventBytes.values.max() ?? 0)
      let patch = LV2Patch(parts.descriptor, map: map)
      let extras = LV2Extras(
        parts.descriptor, eventBytes: parts.eventBytes, worker: worker, patch: patch?.core,
        map: map, rate: rate, maximumFrames: maximumFrames)
      let cycle = LV2Cycle(
        parts.instance, parts.descriptor, rate: rate, maximumFrames: maximumFrames, extras: extras)
      do throws(PluginError) {
        try world.withReader { (reader) throws(PluginError) in
          try state(parts.instance).restoreDefault(reader)
        }
      } catch {
        _ = worker.end()
        world.withReader { _ in lilv_instance_free(parts.instance) }
        cycle.deallocate()
        throw error
      }
      lilv_instance_activate(parts.instance)
      return (parts, patch, cycle)
    }
    self.cycle = cycle.kept()
    self.world = world
    self.map = map
    self.features = features
    self.worker = worker
    self.patch = patch
    instance = parts.instance
    descriptor = parts.descriptor
    stateAccess = state(instance)
    options = LV2Options(instance, map: map)
    restoresThreadSafely = parts.restoresThreadSafely
    latencyPort = descriptor.latencyPort?.index
    places = Dictionary(
      descriptor.parameters.map { ($0.symbol, $0.index) }, uniquingKeysWith: { first, _ in first })
  }

  deinit {
    guard worker.end() else {
      // Its work does not come back, and may use all of it.
      _ = Unmanaged.passRetained(features)
      return
    }
    PluginSetup.alone {
      lilv_instance_deactivate(instance)
      world.withReader { _ in lilv_instance_free(instance) }
    }
    cycle.pointee.deallocate()
  }

  let descriptor: PluginDescriptor

  var process: rt_process { runLV2 }

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
    _ = worker.alone {
      PluginSetup.alone {
        lilv_instance_deactivate(instance)
        lilv_instance_activate(instance)
      }
    }
    cycle.pointee.extras?.pointee.state.pointee.teller.forget()
  }

  var lostEvents: Int {
    (cycle.pointee.extras?.pointee.state.pointee.lostEvents.load(ordering: .relaxed) ?? 0)
      + worker.refused + (patch?.refused ?? 0)
  }

  func work(on queue: WorkQueue?) { worker.work(on: queue) }

  func expect(blockFrames: Int) {
    guard let options else { return }
    _ = worker.alone {
      PluginSetup.alone { options.set(nominalBlockLength: blockFrames) }
    }
  }

  func takeMessages() -> [PluginMessage] {
    patch?.hear()
    return features.log.take()
  }

  @discardableResult
  func set(_ property: String, to value: PluginValue) -> Bool {
    guard let patch, let property = descriptor.property(property) else { return false }
    return patch.set(property, to: value)
  }

  func value(ofProperty property: String) -> PluginValue? {
    descriptor.property(property).flatMap { patch?.value(of: $0) }
  }

  /// How many messages the plugin has logged, notes and traces too.
  var messageCount: Int { features.log.count }

  /// The plugin's own URI.
  var uri: String { descriptor.identifier }
  let stateAccess: LV2StateAccess
  private let options: LV2Options?
  /// Whether a state can be restored while it runs.
  let restoresThreadSafely: Bool
  /// The state it was brought to last, whose files it may use.
  let restored = Mutex<LV2State?>(nil)
  private let cycle: UnsafeMutablePointer<LV2Cycle>
  private let instance: UnsafeMutablePointer<LilvInstance>
  let world: LV2World
  let map: URIDMap
  private let features: LV2Features
  private let worker: LV2Worker
  private let patch: LV2Patch?
  private let latencyPort: Int?
  private let places: [String: Int]
}

/// What lilv gives for an instance.
private struct Parts: @unchecked Sendable {
  init(
    _ uri: String, _ reader: LV2Reader, _ features: LV2Features, rate: Int, maximumFrames: Int
  ) throws(PluginError) {
    guard let plugin = reader.plugin(uri) else {
      throw PluginError(.notFound, "no LV2 plugin <\(uri)>")
    }
    if let problem = reader.problem(plugin) {
      throw PluginError(.failed, problem.description)
    }
    descriptor = reader.descriptor(plugin)
    guard descriptor.missingFeatures.isEmpty else {
      throw PluginError(
        .unsupported,
        "<\(uri)> needs what this host does not have: "
          + descriptor.missingFeatures.joined(separator: ", "))
    }
    guard
      !descriptor.requiredFeatures.contains(LV2URI.powerOf2BlockLength)
        || maximumFrames.isPowerOfTwo
    else {
      throw PluginError(
        .unsupported,
        "<\(uri)> needs periods of a power of two, not of \(maximumFrames) frames "
          + "(\(LV2URI.powerOf2BlockLength))")
    }
    // lilv would print the loader's reason and keep it.
    if let message = reader.loaderMessage(plugin) {
      throw PluginError(.failed, "<\(uri)> cannot be loaded: \(message)")
    }
    guard
      let instance = lilv_plugin_instantiate(plugin, Double(rate), features.pointers.baseAddress)
    else {
      let reason = features.log.take().first.map { ": \($0.text)" } ?? ""
      throw PluginError(.failed, "<\(uri)> refused to make an instance at \(rate) Hz\(reason)")
    }
    self.instance = instance
    restoresThreadSafely = reader.restoresThreadSafely(plugin)
    for port in descriptor.ports where port.kind == .other {
      eventBytes[port.index] = lilv_plugin_get_port_by_index(plugin, UInt32(port.index))
        .flatMap { reader.sequenceBytes(plugin, $0) }
    }
  }

  let descriptor: PluginDescriptor
  let instance: UnsafeMutablePointer<LilvInstance>
  let restoresThreadSafely: Bool
  var eventBytes: [Int: Int] = [:]
}
