import Graph
import SoundFiles
import Synchronization
import Telemetry
import WorkQueues

/// The session's graph while it plays: its player, and the nodes on their way out.
///
/// Thread: control; calls wait for each other. What runs in a period is the player's handle.
final class LiveGraph: Sendable {
  struct State {
    var graph: SessionGraph
    /// What makes its nodes.
    var factory: NodeFactory
    /// The latencies the player was given last.
    var latencies: [Int]
    /// Nodes that are in no session any more, and may still be in a plan.
    var leaving: [RunningNode] = []
    /// What nodes that no plan has any more did beside the cycle, to be finished.
    var ending: [BackgroundWork] = []
  }

  let player: GraphPlayer
  let posting: any Posting
  /// What MIDI messages move.
  let controls = ControlDesk()
  /// What those who steer the host have moved.
  let steering = SteeringDesk()
  let state: Mutex<State>

  /// Makes a session's nodes and compiles their graph; nothing sounds yet.
  init(
    _ session: ResolvedSession, factory: NodeFactory, posting: any Posting = DirectPosting()
  ) throws(HostError) {
    let graph = try SessionGraph(session, factory: factory)
    let latencies = graph.latencies
    player = try GraphPlayer(playing: graph, latencies: latencies, with: factory)
    player.poster = { posting.post(.plan, $0) }
    self.posting = posting
    state = Mutex(State(graph: graph, factory: factory, latencies: latencies))
    controls.post(controls.prepare(graph))
  }

  /// What makes its nodes: for which rate, and the longest period.
  var factory: NodeFactory { state.withLock { $0.factory } }

  /// The session that plays, or begins to.
  var session: ResolvedSession { state.withLock { $0.graph.session } }

  /// The nodes of the session, in its order.
  var nodes: [RunningNode] { state.withLock { $0.graph.nodes } }

  /// The same, with the names of those that are bypassed whatever the session says.
  var nodesAndExcluded: ([RunningNode], excluded: Set<String>) {
    state.withLock { ($0.graph.nodes, $0.graph.excluded) }
  }

  /// What nodes do beside the cycle, those on their way out included.
  var work: [BackgroundWork] {
    state.withLock { $0.graph.work + $0.leaving.compactMap(\.work) }
  }

  /// How many frames what is played comes after what was captured.
  var latencyFrames: Int { state.withLock { _ in player.latencyFrames } }

  /// How it is run, for reports.
  var status: GraphStatus {
    state.withLock { _ in
      let sharing = player.plan.sharing
      var status = GraphStatus()
      status.latencyFrames = player.latencyFrames
      status.threads = sharing.threads
      status.items = sharing.items
      status.edits = player.statistics.begun
      return status
    }
  }

  /// The names of the nodes on the way through the graph that takes longest.
  var criticalNodes: Set<String> { state.withLock { _ in player.plan.criticalNodes } }

  /// The names of the nodes that are bypassed, whoever asked for it.
  var bypassedNodes: Set<String> {
    state.withLock { state in
      let graph = state.graph
      return Set(graph.nodes.indices.filter { graph.isBypassed($0) }.map { graph.nodes[$0].name })
    }
  }

  /// The last period that was timed step by step.
  var trace: RunTrace? { state.withLock { _ in player.plan.trace } }

  /// Periods' runs that were given up and have come back since, of the plan that plays.
  var lateReturns: (count: UInt64, lastNanoseconds: Int64) {
    state.withLock { _ in player.plan.lateReturns }
  }

  /// Has plugins work beside the cycle on a queue from now on.
  ///
  /// Thread: control, before any cycle runs.
  func work(on queue: WorkQueue) {
    state.withLock { state in
      state.factory.workQueue = queue
      for node in state.graph.nodes { node.work(on: queue) }
    }
  }

  /// Whether a node is bypassed whatever the session says.
  func isExcluded(_ name: String) -> Bool {
    state.withLock { $0.graph.excluded.contains(name) }
  }

  /// Whether no edit is under way.
  var isSettled: Bool { state.withLock { _ in player.isSettled } }

  /// Begins to play another session in place of the one that plays.
  ///
  /// Nodes of the same name that are made the same way go on, with their parameters smoothed to the
  /// new values; all others are made here, before anything has changed. Values and connections take
  /// effect in one period, the one that holds the edit's frame; of its values the edit tells how long
  /// their ways are. Throws, and then nothing has changed.
  func replace(
    with session: ResolvedSession, _ edit: LiveEdit = LiveEdit(),
    _ steering: @escaping () -> Steering = { Steering() }
  ) throws(HostError) -> SessionChanges {
    let (before, leaving, factory) = state.withLock { ($0.graph, $0.leaving, $0.factory) }
    try checkFiles(of: session, nodes: before.nodes, leaving: leaving)
    var graph = try SessionGraph(session, factory: factory, reusing: before.nodes)
    graph.keepSwitched(of: before)
    for name in edit.bypasses.keys { graph.switched[name] = nil }
    let changes = SessionChanges(from: before, to: graph)
    let latencies = graph.latencies
    let description = graph.description(
      latencies: latencies, maximumFrames: factory.maximumFrames)
    let map = controls.prepare(graph)
    let problem = state.withLock { [graph] state -> GraphError? in
      do throws(GraphError) {
        let carriage = SteeringCarriage(on: self.steering) {
          graph.steering(edit, adding: steering(), isWhole: true)
        }
        try player.replace(
          with: description, fadeFrames: session.session.fades.sessionFrames(rate: factory.rate),
          at: edit.frame, companion: { carriage.take(plan: $0) })
        posting.post(.values) { [controls] in
          carriage.post()
          for (node, resolved) in zip(graph.nodes, session.nodes) { node.set(resolved.properties) }
          controls.post(map)
        }
      } catch {
        return error
      }
      state.leaving += before.nodes.filter { node in !graph.nodes.contains { $0 === node } }
      state.graph = graph
      state.latencies = latencies
      return nil
    }
    if let problem {
      throw HostError(.badSession, SessionProblem(problem, in: session).description)
    }
    return changes
  }

  /// Moves the edit under way on, and lets go of nodes that no plan has any more.
  func advance() {
    // Freed when nobody has to wait for it.
    _ = state.withLock { state -> [RunningNode] in
      player.advance()
      guard player.isSettled else { return [] }
      defer { state.leaving = [] }
      state.ending += state.leaving.compactMap(\.work)
      return state.leaving
    }
  }

  /// Gives what has to be finished, once.
  func takeEnding() -> [BackgroundWork] {
    state.withLock { state in
      defer { state.ending = [] }
      return state.ending
    }
  }

  /// Goes on with new memory when threads are lost in all the plan has; returns whether.
  func renew() -> Bool { state.withLock { _ in player.renewIfOccupied() } }

  /// Lets the plan that plays go by what its steps take by now.
  func revise() { state.withLock { _ in player.plan.revise() } }

  /// Compensates for the latencies that nodes tell by now; gives the nodes where they changed.
  ///
  /// Throws, once, when no delay can be that long.
  func adoptLatencies() throws(GraphError) -> [RunningNode] {
    try state.withLock { state throws(GraphError) -> [RunningNode] in
      guard state.graph.latencies != state.latencies else { return [] }
      let (graph, told) = (state.graph, Told())
      posting.post(.latencies) { told.latencies = graph.latencies }
      let latencies = told.latencies
      let changed = latencies.indices.filter { latencies[$0] != state.latencies[$0] }
      state.latencies = latencies
      try player.replace(
        with: state.graph.description(
          latencies: latencies, maximumFrames: state.factory.maximumFrames),
        fadeFrames: state.graph.session.session.fades.sessionFrames(rate: state.factory.rate))
      return changed.map { state.graph.nodes[$0] }
    }
  }

  /// What nodes told when they were asked.
  private final class Told {
    var latencies: [Int] = []
  }

  /// Refuses a file that two recorders would write: making the second would empty it.
  private func checkFiles(
    of session: ResolvedSession, nodes: [RunningNode], leaving: [RunningNode]
  ) throws(HostError) {
    let kept = nodes.filter { node in session.nodes.contains { node.isMade(as: $0) } }
    let going = (nodes + leaving).filter { node in !kept.contains { $0 === node } }
    for resolved in session.nodes where !kept.contains(where: { $0.isMade(as: resolved) }) {
      guard case .builtin(let builtin) = resolved.node.kind,
        let path = builtin.recordedPath,
        let other = (kept + going).first(where: {
          ($0.work as? RecordingTap)?.paths.contains(path) ?? false
        })
      else { continue }
      let problem = SessionProblem(
        file: session.session.path, mark: resolved.node.mark,
        message: "node `\(resolved.node.name)` would write the file that `\(other.name)` is "
          + "recording to: give it another one")
      throw HostError(.badSession, problem.description)
    }
  }
}
