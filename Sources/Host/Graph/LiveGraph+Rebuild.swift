import Graph
import Synchronization

extension LiveGraph {
  /// Whether it can be run at a rate, with periods that long, as it is.
  ///
  /// Not so: prepare a rebuild, and commit it between two drivers.
  func fits(rate: Int, maximumFrames: Int) -> Bool {
    let factory = factory
    return rate == factory.rate && maximumFrames <= factory.maximumFrames
  }

  /// Makes the graph again for another rate or longer periods; the one that plays goes on.
  ///
  /// Each node is made with the parameters and the state that the one before has now. May take as
  /// long as the nodes take to be made. Throws, and then nothing has changed, when one of them
  /// refuses. Thread: control; the cycle may run.
  func prepareRebuild(rate: Int, maximumFrames: Int) throws(HostError) -> GraphRebuild {
    let (before, factory) = state.withLock { ($0.graph, $0.factory) }
    return try GraphRebuild(
      of: before, with: factory.remade(rate: rate, maximumFrames: maximumFrames))
  }

  /// Goes on with a prepared graph in place of the one before; gives what there is to tell, a line
  /// each.
  ///
  /// Kept are the parameters, what is bypassed, the state of plugins, the places of players in their
  /// files, what meters have measured, and all counters. A recorder goes on in a file of its own;
  /// delays, feedback and everything else that sounds on begins with silence. An edit under way is
  /// through at once. The player's handle stays as it is.
  ///
  /// Throws when the session was changed since: then nothing has changed, and the rebuild is to be
  /// prepared again.
  ///
  /// Thread: control, while no cycle runs: after the stop of a driver, before the start of the next.
  func commit(_ rebuild: GraphRebuild) throws(HostError) -> [String] {
    var lines: [String] = []
    let stale = HostError(
      .unavailable, "the session changed while it was made ready for \(rebuild.factory.rate) Hz")
    // Freed when nobody has to wait for it.
    _ = try state.withLock { state throws(HostError) -> [RunningNode] in
      guard state.graph.isSame(as: rebuild.before) else { throw stale }
      for (node, before) in rebuild.replacements { node.goOn(from: before) { lines.append($0) } }
      player.adopt(rebuild.player)
      rebuild.noteTaken()
      let gone = state.leaving + rebuild.replacements.map(\.before)
      state.ending += gone.compactMap(\.work)
      state.leaving = []
      state.graph = rebuild.graph
      state.latencies = rebuild.latencies
      state.factory = rebuild.factory
      controls.post(controls.prepare(rebuild.graph))
      return gone
    }
    return lines
  }

  /// Prepares a rebuild and commits it, while no cycle runs.
  func rebuild(rate: Int, maximumFrames: Int) throws(HostError) -> [String] {
    try commit(prepareRebuild(rate: rate, maximumFrames: maximumFrames))
  }
}

extension SessionGraph {
  /// Whether it is the same session with the very same nodes.
  fileprivate func isSame(as other: SessionGraph) -> Bool {
    nodes.elementsEqual(other.nodes, by: ===) && session == other.session
  }
}
