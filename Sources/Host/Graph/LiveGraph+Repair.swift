import Graph
import Synchronization

// What is done about a node whose outputs stay bad. All of it is posted as any edit, so that the
// replay of a take does the same at the same frame.
extension LiveGraph {
  /// Has the cycle leave a node out that is muted, so that it can be restarted.
  func rest(_ name: String) {
    guard let node = node(named: name) else { return }
    posting.post(.rest(node: name)) { node.node.rest() }
  }

  /// Restarts a node that rests, and has the cycle perform it again.
  func restart(_ name: String) {
    guard let node = node(named: name), node.node.isResting else { return }
    node.node.restart?()
    posting.post(.wake(node: name)) { node.node.wake() }
  }

  /// Bypasses a node, whatever the session says, until that is read again.
  func exclude(_ name: String) throws(GraphError) {
    try state.withLock { state throws(GraphError) in
      posting.post(.exclude(node: name)) {}
      state.graph.excluded.insert(name)
      try player.replace(
        with: state.graph.description(
          latencies: state.latencies, maximumFrames: state.factory.maximumFrames),
        fadeFrames: state.graph.session.session.fades.sessionFrames(rate: state.factory.rate))
    }
  }

  private func node(named name: String) -> RunningNode? { nodes.first { $0.name == name } }
}
