// Control side.
import Foundation
import Plugins
import Realtime
import Synchronization

/// A child and the nodes it holds: starts it, talks to it, and starts it again when it has failed.
final class SandboxProcess: @unchecked Sendable {
  struct State {
    var nodes: [SandboxNode] = []
    var child: ChildProcess?
    var socket: SandboxSocket?
    /// Rises with each child.
    var number: UInt32 = 0
    /// When to start the next one.
    var nextStart: Int64?
    var pauseSeconds = 0.0
    var startedAt: Int64 = 0
    /// The node that did not answer in time, and what it did not do.
    var hung: (node: SandboxNode, what: String)?
    /// Ended by nobody's fault: nothing in it plays.
    var isClosed = false
  }

  let setting: SandboxSetting
  let priority: Int
  let isRealtime: Bool
  let tell: @Sendable (String) -> Void
  /// Takes a node that has ended its process, and how.
  let tellFault: @Sendable (String, String) -> Void
  /// What has ended, as the child's own thread found it.
  let ended = Mutex<[(number: UInt32, end: ChildProcess.End)]>([])
  /// The nodes that go silent at once when the child ends.
  private let living = Mutex<[SandboxNode]>([])
  private let whenEnded: @Sendable () -> Void
  private let lock = NSLock()
  private var state = State()

  init(
    setting: SandboxSetting, priority: Int, isRealtime: Bool,
    tell: @escaping @Sendable (String) -> Void,
    tellFault: @escaping @Sendable (String, String) -> Void,
    whenEnded: @escaping @Sendable () -> Void
  ) {
    self.setting = setting
    self.priority = priority
    self.isRealtime = isRealtime
    self.tell = tell
    self.tellFault = tellFault
    self.whenEnded = whenEnded
  }

  /// The child's process; nil when there is none at the moment.
  var processIdentifier: Int32? { withState { $0.child?.identifier } }

  /// Whether a child is there or is to be, so that somebody has to look at it.
  var isWatched: Bool { withState { $0.child != nil || $0.nextStart != nil } }

  func withState<Result, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&state)
  }

  /// Takes a node in and has the child make it; throws what stands in the way, and then it is out.
  func add(_ node: SandboxNode) throws(PluginError) {
    try withState { state throws(PluginError) in
      state.nodes.append(node)
      do throws(PluginError) {
        if state.child == nil {
          guard state.nextStart == nil else { return }
          try start(&state)
        } else {
          try make(node, &state)
          living.withLock { $0.append(node) }
          node.live(state.number)
        }
      } catch {
        state.nodes.removeAll { $0 === node }
        throw error
      }
    }
  }

  /// Lets a node go; the last one ends the child.
  func remove(_ node: SandboxNode) {
    withState { state in
      node.die()
      state.nodes.removeAll { $0 === node }
      living.withLock { $0.removeAll { $0 === node } }
      if state.nodes.isEmpty {
        end(&state)
      } else if state.child != nil {
        _ = try? ask(.end(node: node.number), about: node, &state, within: setting.hangSeconds)
      }
    }
  }

  /// Asks the child for something; throws when it refuses or there is none.
  ///
  /// What is brief has to be answered as soon as a block.
  func ask(
    _ request: SandboxRequest, about node: SandboxNode, isBrief: Bool = false
  ) throws(PluginError) -> SandboxReply {
    let seconds = isBrief ? setting.hangSeconds : setting.answerSeconds
    return try withState { state throws(PluginError) in
      try ask(request, about: node, &state, within: seconds)
    }
  }

  /// Ends the child by nobody's fault.
  func end(_ state: inout State) {
    living.withLock { nodes in
      for node in nodes { node.die() }
      nodes = []
    }
    state.isClosed = true
    state.nextStart = nil
    state.socket = nil
    state.child?.send(SIGKILL)
    state.child = nil
  }

  /// Starts a child with all nodes that may be in it.
  func start(_ state: inout State) throws(PluginError) {
    let nodes = state.nodes.filter { !$0.record.isQuarantined }
    state.nextStart = nil
    guard !nodes.isEmpty else { return }
    try spawn(&state)
    for node in nodes { try make(node, &state) }
    living.withLock { $0 = nodes }
    let number = state.number
    // One that ended meanwhile would not find them living.
    let isOver = ended.withLock { $0.contains { $0.number == number } }
    for node in nodes where !isOver { node.live(number) }
  }

  private func spawn(_ state: inout State) throws(PluginError) {
    let (socket, theirs) = try SandboxSocket.pair()
    // While it is open here too, the child's end would not show.
    defer { close(theirs) }
    state.number += 1
    let number = state.number
    do throws(ChildProcessError) {
      state.child = try ChildProcess(
        program: setting.program, arguments: setting.arguments,
        environment: setting.environment, descriptors: [theirs],
        whenEnded: { [weak self] in self?.noteEnd(number, $0.end) })
    } catch {
      throw PluginError(.failed, error.description)
    }
    state.socket = socket
    state.startedAt = Clock.now()
  }

  private func make(_ node: SandboxNode, _ state: inout State) throws(PluginError) {
    node.prepare()
    let order = SandboxOrder(
      format: node.descriptor.format, identifier: node.descriptor.identifier, rate: node.rate,
      shape: node.shape, priority: isRealtime ? priority : 0, isRealtime: isRealtime,
      isFirst: node.record.isFirst, stateFolder: node.record.stateFolder)
    let reply = try ask(
      .make(node: node.number, order), about: node, &state, with: node.mapping.descriptor)
    node.record.isFirst = false
    node.record.loadsWhilePlaying = reply.loadsWhilePlaying
  }

  func ask(
    _ request: SandboxRequest, about node: SandboxNode, _ state: inout State,
    with descriptor: Int32 = -1, within seconds: Double? = nil
  ) throws(PluginError) -> SandboxReply {
    guard let socket = state.socket, let child = state.child else {
      throw PluginError(.failed, "\(node.descriptor.identifier) is not running at the moment")
    }
    let reply: SandboxReply
    do throws(SandboxSocket.Failure) {
      try socket.send(request, with: descriptor)
      let milliseconds = Int32((seconds ?? setting.answerSeconds) * 1000)
      reply = try socket.receive(SandboxReply.self, within: milliseconds).0
    } catch {
      state.socket = nil
      throw failure(error, of: child, about: node, &state)
    }
    try reply.check()
    return reply
  }

  /// Ends a child that does not answer, and says so.
  private func failure(
    _ failure: SandboxSocket.Failure, of child: ChildProcess, about node: SandboxNode,
    _ state: inout State
  ) -> PluginError {
    // One that has closed the socket has ended, or is about to.
    child.send(SIGKILL)
    let plugin = node.descriptor.identifier
    switch failure {
    case .closed:
      state.hung = state.hung ?? (node, "")
      return PluginError(.failed, "\(plugin) \(child.wait().end.description) in its sandbox")
    case .timedOut:
      state.hung = (node, "did not answer")
      return PluginError(.failed, "\(plugin) did not answer in its sandbox")
    }
  }

  /// Has the cycles play on without the child.
  ///
  /// Thread: the child's own.
  private func noteEnd(_ number: UInt32, _ end: ChildProcess.End) {
    living.withLock { nodes in
      for node in nodes where node.cycle.pointee.life.load(ordering: .acquiring) <= number {
        node.die()
      }
    }
    ended.withLock { $0.append((number, end)) }
    whenEnded()
  }
}
