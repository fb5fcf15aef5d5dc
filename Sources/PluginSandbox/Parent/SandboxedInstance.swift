// Control side.
import CRealtime
import Foundation
import Plugins
import Realtime
import Synchronization

/// A plugin that runs in a child and is played through shared memory.
final class SandboxedInstance: PluginInstance, @unchecked Sendable {
  init(_ node: SandboxNode, _ sandbox: SandboxProcess, in pool: SandboxPool) {
    self.node = node
    self.sandbox = sandbox
    self.pool = pool
    places = Dictionary(
      node.descriptor.parameters.enumerated().map { ($1.symbol, $0) },
      uniquingKeysWith: { first, _ in first })
    node.cycle.pointee.begin()
  }

  deinit { sandbox.remove(node) }

  var descriptor: PluginDescriptor { node.descriptor }

  var process: rt_process { runSandboxed }

  var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(node.cycle) }

  func parameter(_ symbol: String) -> UnsafeMutablePointer<Float>? {
    places[symbol].map { withUnsafeMutablePointer(to: &node.memory.parameters[$0].value) { $0 } }
  }

  @discardableResult
  func glide(_ symbol: String, to value: Float) -> Bool { post(symbol, value, 0) }

  @discardableResult
  func jump(_ symbol: String, to value: Float) -> Bool {
    post(symbol, value, SandboxParameter.isJump)
  }

  var isRemote: Bool { true }

  var setter: rt_setter? {
    rt_setter(
      set: { cycle, place, value in
        guard let cycle else { return }
        cycle.assumingMemoryBound(to: SandboxCycle.self).pointee.memory
          .post(value, 0, at: Int(place))
      }, context: node.cycle)
  }

  func value(of symbol: String) -> Float? {
    guard let place = places[symbol] else { return nil }
    let word = node.memory.parameters[place].posted.load(ordering: .acquiring)
    return word & SandboxParameter.isPosted != 0
      ? Float(bitPattern: UInt32(truncatingIfNeeded: word)) : node.memory.parameters[place].value
  }

  var latencyFrames: Int { Int(node.memory.latencyFrames.pointee.load(ordering: .relaxed)) }

  var lostEvents: Int {
    Int(node.memory.lostEvents.pointee.load(ordering: .relaxed))
      + node.cycle.pointee.lostMessages.load(ordering: .relaxed)
  }

  var trouble: String? { node.standing.withLock { $0.trouble(at: Clock.now()) } }

  func restart() {
    _ = try? sandbox.ask(.restart(node: node.number), about: node, isBrief: true)
    node.cycle.pointee.begin()
  }

  func state() -> (any PluginState)? {
    let state = SandboxedState()
    let request = SandboxRequest.save(node: node.number, folder: state.folder.path)
    return (try? sandbox.ask(request, about: node)) == nil ? nil : state
  }

  func restore(_ state: any PluginState) {
    guard let state = state as? SandboxedState else { return }
    try? load(from: state.folder)
    sandbox.withState { _ in node.record.keptState = state }
  }

  func save(to folder: URL) throws(PluginError) {
    _ = try sandbox.ask(.save(node: node.number, folder: folder.path), about: node)
    keep(folder)
  }

  func load(from folder: URL, whilePlaying: Bool) throws(PluginError) {
    guard !isQuarantined else { return }
    _ = try sandbox.ask(
      .load(node: node.number, folder: folder.path, whilePlaying: whilePlaying), about: node)
    keep(folder)
  }

  func load(_ preset: PluginPreset, whilePlaying: Bool) throws(PluginError) {
    guard !isQuarantined else { return }
    _ = try sandbox.ask(
      .loadPreset(node: node.number, preset, whilePlaying: whilePlaying), about: node)
  }

  func savePreset(name: String, to directory: URL?) throws(PluginError) -> PluginPreset {
    let reply = try sandbox.ask(
      .savePreset(node: node.number, name: name, directory: directory?.path), about: node)
    guard let preset = reply.preset else {
      throw PluginError(.failed, "\(descriptor.identifier) saved no preset")
    }
    return preset
  }

  var loadsWhilePlaying: Bool { sandbox.withState { _ in node.record.loadsWhilePlaying } }

  func set(_ property: String, to value: PluginValue) -> Bool {
    let request = SandboxRequest.set(
      node: node.number, property: property, SandboxValue(value))
    return (try? sandbox.ask(request, about: node))?.isSet ?? false
  }

  func value(ofProperty property: String) -> PluginValue? {
    let request = SandboxRequest.value(node: node.number, property: property)
    return (try? sandbox.ask(request, about: node))?.value?.value
  }

  func expect(blockFrames: Int) {
    let request = SandboxRequest.expect(node: node.number, blockFrames: blockFrames)
    _ = try? sandbox.ask(request, about: node, isBrief: true)
  }

  func takeMessages() -> [PluginMessage] {
    node.messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }

  /// Whether there is no plugin to load anything, as was told.
  private var isQuarantined: Bool { sandbox.withState { _ in node.record.isQuarantined } }

  /// Has the next child begin with what is in a folder.
  private func keep(_ folder: URL) {
    sandbox.withState { _ in
      node.record.stateFolder = folder.path
      node.record.keptState = nil
    }
  }

  private func post(_ symbol: String, _ value: Float, _ kind: UInt64) -> Bool {
    guard let place = places[symbol] else { return false }
    node.memory.post(value, kind, at: place)
    return true
  }

  let node: SandboxNode
  private let sandbox: SandboxProcess
  /// Tends the sandbox as long as there is an instance.
  private let pool: SandboxPool
  private let places: [String: Int]
}
