// Control side.
internal import CRealtime
internal import CSandbox
internal import Foundation
public import Plugins
public import Realtime
internal import WorkQueues

/// What a sandbox's child is: it makes plugins and plays them, as the host that started it asks.
///
/// Thread: the child's first.
public final class PluginServer {
  /// The descriptor a child finds the socket at.
  public static let socketDescriptor: Int32 = 3

  /// Creates a server that makes the plugins of these catalogues.
  ///
  /// `broker` is asked for the priority of threads that the kernel refuses.
  public init(
    catalogues: [any PluginCatalogue], broker: (any SchedulingBroker)? = nil,
    socket: Int32 = socketDescriptor
  ) {
    self.catalogues = catalogues
    self.broker = broker
    self.socket = SandboxSocket(socket)
  }

  /// Serves until the host closes the socket, and then ends all it made.
  public func run() {
    // Started by a link of the kernel's, the process would be called `exe`.
    sandbox_name_thread("tactus-plugin")
    sandbox_take_signals()
    while let (request, descriptor) = try? socket.receive(SandboxRequest.self) {
      guard (try? socket.send(perform(request, descriptor))) != nil else { break }
    }
    for node in nodes.values { node.end() }
    nodes = [:]
    platform?.shutdown()
  }

  private let catalogues: [any PluginCatalogue]
  private let broker: (any SchedulingBroker)?
  private let socket: SandboxSocket
  private var nodes: [Int: ServedNode] = [:]
  private var platform: WorkPlatform?
  private var workQueue: WorkQueue?

  private func perform(_ request: SandboxRequest, _ descriptor: Int32) -> SandboxReply {
    do throws(PluginError) {
      return try answer(request, descriptor)
    } catch {
      return SandboxReply(error)
    }
  }

  private func answer(
    _ request: SandboxRequest, _ descriptor: Int32
  ) throws(PluginError) -> SandboxReply {
    var reply = SandboxReply()
    switch request {
    case .make(let number, let order):
      let node = try make(order, place: number, descriptor)
      nodes[number] = node
      reply.loadsWhilePlaying = node.instance.loadsWhilePlaying
    case .end(let number):
      nodes.removeValue(forKey: number)?.end()
    case .restart(let number):
      try node(number).restart()
    case .save(let number, let folder):
      try node(number).instance.save(to: URL(filePath: folder))
    case .load(let number, let folder, let whilePlaying):
      let node = try node(number)
      try node.change(whilePlaying: whilePlaying) { () throws(PluginError) in
        try node.instance.load(from: URL(filePath: folder), whilePlaying: whilePlaying)
      }
    case .loadPreset(let number, let preset, let whilePlaying):
      let node = try node(number)
      try node.change(whilePlaying: whilePlaying) { () throws(PluginError) in
        try node.instance.load(preset, whilePlaying: whilePlaying)
      }
    case .savePreset(let number, let name, let directory):
      reply.preset = try node(number).instance.savePreset(
        name: name, to: directory.map { URL(filePath: $0) })
    case .set(let number, let property, let value):
      let instance = try node(number).instance
      reply.isSet = value.value.map { instance.set(property, to: $0) } ?? false
    case .value(let number, let property):
      reply.value = SandboxValue(try node(number).instance.value(ofProperty: property))
    case .expect(let number, let frames):
      let node = try node(number)
      node.waitUntilIdle()
      node.instance.expect(blockFrames: frames)
    case .complaints(let number):
      reply.complaints = try node(number).instance.takeMessages().map {
        SandboxComplaint(isError: $0.severity == .error, text: $0.text)
      }
    }
    return reply
  }

  private func node(_ number: Int) throws(PluginError) -> ServedNode {
    guard let node = nodes[number] else {
      throw PluginError(.failed, "the sandbox has no node \(number)")
    }
    return node
  }

  private func make(
    _ order: SandboxOrder, place: Int, _ descriptor: Int32
  ) throws(PluginError) -> ServedNode {
    let mapping = try SandboxMapping(order.shape, descriptor: descriptor)
    guard let catalogue = catalogues.first(where: { $0.format == order.format }) else {
      throw PluginError(.failed, "no catalogue of \(order.format.rawValue) plugins")
    }
    let instance = try catalogue.makeInstance(
      order.identifier, rate: order.rate, maximumFrames: order.shape.maximumFrames)
    guard SandboxShape(instance.descriptor, maximumFrames: order.shape.maximumFrames) == order.shape
    else { throw PluginError(.failed, "\(order.identifier) has changed: scan the plugins again") }
    if order.isRealtime { instance.work(on: try queue()) }
    if let folder = order.stateFolder { try? instance.load(from: URL(filePath: folder)) }
    let node = try ServedNode(
      instance, mapping, place: place, priority: order.priority, broker: broker,
      isFirst: order.isFirst)
    node.restart()
    // What plugins brought in is locked too, where that is allowed.
    if order.isRealtime { _ = rt_lock_memory() }
    return node
  }

  /// Where plugins' work beside the cycle is done.
  private func queue() throws(PluginError) -> WorkQueue {
    if let workQueue { return workQueue }
    do throws(WorkQueueError) {
      let platform = try WorkPlatform()
      let queue = try platform.makeQueue(named: "work", kind: .standard)
      (self.platform, workQueue) = (platform, queue)
      return queue
    } catch {
      throw PluginError(.failed, error.description)
    }
  }
}
