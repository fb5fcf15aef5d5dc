// Control side.

/// The way from one graph to another without a click: the plans to play one after the other.
///
/// A stage is the union of two graphs. Connections that vanish are faded out, those that appear are
/// faded in, where they end at nodes that stay or at playback. As every delay in it is spelled out,
/// it begins with exactly what the first graph plays and ends with exactly what the second one
/// plays, but for the rounding of sums whose order changes.
struct GraphTransition {
  /// One plan on the way.
  struct Stage {
    let graph: GraphDescription
    /// Frames until everything that appears has come through delay lines and new nodes.
    let settleFrames: Int
  }

  /// The stages before the new graph; none when nothing has to fade.
  let stages: [Stage]
  /// How late the new graph plays.
  let latencyFrames: Int

  /// Works out the way; throws the first mistake in the new graph.
  ///
  /// The old one must have none.
  init(from old: GraphDescription, to new: GraphDescription) throws(GraphError) {
    let latencies = try GraphLatencies(new)
    latencyFrames = latencies.latencyFrames
    let (first, last) = (
      old.settled(try GraphLatencies(old)), new.settled(latencies)
    )
    try last.validate(after: first)
    stages = try Self.stages(from: first, to: last).filter(\.hasFades)
  }

  /// Where the union has a cycle, what vanishes must be gone before anything appears.
  private static func stages(
    from old: GraphDescription, to new: GraphDescription
  ) throws(GraphError) -> [Stage] {
    do {
      return [try Stage(from: old, to: new)]
    } catch {
      guard error.code == .cycle else { throw error }
      let middle = old.keepingWhatIs(in: new)
      return [try Stage(from: old, to: middle), try Stage(from: middle, to: new)]
    }
  }
}

extension GraphTransition.Stage {
  /// The union of two settled graphs; throws when it has a cycle.
  fileprivate init(from old: GraphDescription, to new: GraphDescription) throws(GraphError) {
    let union = GraphUnion(from: old, to: new)
    graph = union.graph
    settleFrames = union.settleFrames(in: try GraphOrder(graph))
  }

  fileprivate var hasFades: Bool {
    graph.connections.contains { $0.fade != .none }
      || graph.midiConnections.contains(where: \.isLeaving)
  }
}

extension GraphDescription {
  /// The same graph with every delay spelled out.
  fileprivate func settled(_ latencies: GraphLatencies) -> GraphDescription {
    var graph = self
    graph.connections = zip(connections, latencies.delayFrames).map { connection, delay in
      connection.with(delayFrames: delay, fade: .none)
    }
    graph.midiConnections = zip(midiConnections, latencies.midiDelayFrames).map {
      $0.with(delayFrames: $1)
    }
    return graph
  }

  /// Throws when a graph cannot be played after another with the same nodes.
  private func validateSizes(after old: GraphDescription) throws(GraphError) {
    guard maximumFrames == old.maximumFrames else {
      throw GraphError(
        .invalidSize,
        "a graph for up to \(maximumFrames) frames cannot take the place of one for"
          + " \(old.maximumFrames) while that plays")
    }
  }

  fileprivate func validate(after old: GraphDescription) throws(GraphError) {
    try validateSizes(after: old)
    let before = old.nodesByState
    for node in nodes {
      guard let old = before[node.identity], !node.isSameProcessor(as: old) else { continue }
      throw GraphError(
        .changedNode,
        "node \(node.name) has the state of the playing node \(old.name), but is another: give it a"
          + " state of its own", nodes: [node.name])
    }
  }

  /// This graph without the nodes and connections that another has not.
  fileprivate func keepingWhatIs(in new: GraphDescription) -> GraphDescription {
    let union = GraphUnion(from: self, to: new)
    return union.common
  }
}
