import Graph
import Synchronization

/// Values and bypasses that somebody who steers the host asks for, all for one period.
struct LiveEdit: Codable, Equatable, Sendable {
  /// A parameter, the value it goes to, and how long its way there is.
  struct Value: Codable, Equatable, Sendable {
    var node: String
    var symbol: String
    var value: Float
    var frames: Int
  }

  var values: [Value] = []
  var bypasses: [String: Bool] = [:]
  /// The frame it takes effect at; 0 for the next period's first.
  var frame: UInt64 = 0
  /// How long bypasses are cross-faded; nil for as long as the session says.
  var fadeFrames: Int?
}

extension LiveGraph {
  /// Sets parameters and bypasses nodes as if the session said so from now on: all in one period.
  ///
  /// What else is to take effect in it comes with `steering`.
  func apply(_ edit: LiveEdit, _ steering: Steering = Steering()) throws(GraphError) {
    try state.withLock { state throws(GraphError) in
      let before = state.graph.nodes.indices.map { state.graph.isBypassed($0) }
      for (name, isBypassed) in edit.bypasses { state.graph.write(isBypassed, node: name) }
      let after = state.graph.nodes.indices.map { state.graph.isBypassed($0) }
      let steering = state.graph.steering(edit, adding: steering)
      guard before != after else {
        return posting.post(.edit(edit)) { [desk = self.steering] in desk.post(steering) }
      }
      posting.post(.edit(edit)) {}
      let sessionFrames = state.graph.session.session.fades.sessionFrames(rate: state.factory.rate)
      try player.replace(
        with: state.graph.description(
          latencies: state.latencies, maximumFrames: state.factory.maximumFrames),
        fadeFrames: edit.fadeFrames ?? sessionFrames, at: edit.frame,
        companion: { [desk = self.steering] plan in desk.post(steering, plan: plan) })
    }
  }

  /// Whether the session, a control or a snapshot bypasses a node.
  func isSwitchedOff(_ name: String) -> Bool {
    state.withLock { state in
      let node = state.graph.session.nodes.first { $0.node.name == name }?.node
      return state.graph.switched[name] ?? node?.isBypassed ?? false
    }
  }

  /// Parameters where controls have brought them that the session says otherwise, and nodes that are
  /// bypassed otherwise.
  var strays: (values: [LiveEdit.Value], bypasses: [String: Bool]) {
    state.withLock { state in
      let values = state.graph.nodes.flatMap { node in
        node.noteMoves()
        return node.values.withLock { $0.strays }.sorted { $0.key < $1.key }.map {
          LiveEdit.Value(node: node.name, symbol: $0.key, value: $0.value, frames: 0)
        }
      }
      return (values, state.graph.switched)
    }
  }
}

extension SessionGraph {
  /// What an edit moves; for a session that is new as a whole, also what else it says otherwise than
  /// the nodes have been told.
  func steering(
    _ edit: LiveEdit, adding other: Steering, isWhole: Bool = false
  ) -> Steering {
    var steering = other
    steering.frame = edit.frame
    steering.nodes += nodes
    for (node, resolved) in zip(nodes, session.nodes) {
      for value in edit.values where value.node == node.name {
        let move = node.steer(value.symbol, to: value.value, frames: value.frames)
        if let move { steering.moves.append(move) }
      }
      if isWhole { steering.moves += node.moves(to: resolved.parameters) }
    }
    return steering
  }

  /// Has the session say that a node is bypassed, or that it is not.
  fileprivate mutating func write(_ isBypassed: Bool, node name: String) {
    guard let place = nodes.firstIndex(where: { $0.name == name }) else { return }
    session.nodes[place].node.isBypassed = isBypassed
    if let written = session.session.nodes.firstIndex(where: { $0.name == name }) {
      session.session.nodes[written].isBypassed = isBypassed
    }
    switched[name] = nil
  }
}

/// What takes effect together with a plan, on its way to the desk.
///
/// Thread: control, one at a time.
final class SteeringCarriage {
  private let desk: SteeringDesk
  private let make: () -> Steering
  private lazy var steering: Steering? = make()
  private var waits = false
  private var isOver = false

  /// `make` is called once the plan is known to be possible.
  init(on desk: SteeringDesk, _ make: @escaping () -> Steering) {
    self.desk = desk
    self.make = make
  }

  /// Posts with the plan that has a number; without one, once `post` is called.
  func take(plan: UInt64) {
    guard plan == 0, !isOver else { return post(plan) }
    waits = true
  }

  /// Posts what waits for no plan.
  func post() {
    isOver = true
    _ = steering
    if waits { post(0) }
  }

  private func post(_ plan: UInt64) {
    if let steering { desk.post(steering, plan: plan) }
    steering = nil
  }
}
