import Graph
import Synchronization

// What controls ask for, done with a cross-fade. All of it is posted as any edit, so that the replay
// of a take does the same at the same frame.
extension LiveGraph {
  /// Bypasses a node, or not any more, whatever the session says; false when it was so already.
  @discardableResult
  func setBypassed(_ isBypassed: Bool, node name: String) throws(GraphError) -> Bool {
    try state.withLock { state throws(GraphError) in
      guard let present = state.graph.isBypassed(name), present != isBypassed else { return false }
      posting.post(.bypass(node: name, isBypassed: isBypassed)) {}
      state.graph.switched[name] = isBypassed
      try play(state)
      return true
    }
  }

  /// Whether a node is bypassed; nil when there is none of that name.
  func isBypassed(_ name: String) -> Bool? { state.withLock { $0.graph.isBypassed(name) } }

  /// Goes to a snapshot: parameters glide to its values, and what it bypasses is cross-faded to.
  ///
  /// False when the session has none of that name.
  @discardableResult
  func goTo(snapshot name: String) throws(GraphError) -> Bool {
    try state.withLock { state throws(GraphError) in
      guard let snapshot = state.graph.session.snapshots.first(where: { $0.name == name }) else {
        return false
      }
      var steering = Steering()
      for node in state.graph.nodes {
        let values = snapshot.values.filter { $0.node == node.name }
        steering.nodes.append(node)
        steering.moves += node.moves(
          to: values.map { ($0.symbol, Float($0.value)) }, frames: 0)
      }
      posting.post(.snapshot(name: name)) { [desk = self.steering] in desk.post(steering) }
      let before = state.graph.nodes.indices.map { state.graph.isBypassed($0) }
      state.graph.switched.merge(snapshot.bypasses) { $1 }
      if before != state.graph.nodes.indices.map({ state.graph.isBypassed($0) }) { try play(state) }
      return true
    }
  }

  /// Cross-fades to the graph as it is described now.
  private func play(_ state: State) throws(GraphError) {
    try player.replace(
      with: state.graph.description(
        latencies: state.latencies, maximumFrames: state.factory.maximumFrames),
      fadeFrames: state.graph.session.session.fades.sessionFrames(rate: state.factory.rate))
  }
}

extension SessionGraph {
  fileprivate func isBypassed(_ name: String) -> Bool? {
    nodes.firstIndex { $0.name == name }.map { isBypassed($0) }
  }
}
