// Control side.

extension GraphNode {
  /// What makes it the same node in two graphs.
  var identity: ObjectIdentifier { ObjectIdentifier(state) }

  /// Whether it is called the same way, with the same context.
  func isSameProcessor(as other: GraphNode) -> Bool {
    unsafe context == other.context && owner === other.owner && inputCount == other.inputCount
      && outputCount == other.outputCount
  }
}

extension GraphDescription {
  /// Throws when a node is there twice: a period calls it once.
  func validateIdentities() throws(GraphError) {
    var seen: Set<ObjectIdentifier> = []
    for node in nodes where !seen.insert(node.identity).inserted {
      throw GraphError(
        .duplicateNode, "node \(node.name) is there twice with the same state", nodes: [node.name])
    }
  }

  /// The same graph as nothing but itself, on the way to no other.
  var withoutFades: GraphDescription {
    var graph = self
    graph.connections = connections.map { $0.with(fade: .none) }
    graph.midiConnections = midiConnections.filter { !$0.isLeaving }
    return graph
  }

  var nodesByState: [ObjectIdentifier: GraphNode] {
    Dictionary(nodes.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether it is the same to the last detail that can be heard or seen.
  func isSame(as other: GraphDescription) -> Bool {
    connections == other.connections && midiConnections == other.midiConnections
      && midiConnections.map(\.compensates) == other.midiConnections.map(\.compensates)
      && maximumFrames == other.maximumFrames
      && captureChannels == other.captureChannels && playbackChannels == other.playbackChannels
      && nodes.count == other.nodes.count
      && zip(nodes, other.nodes).allSatisfy { node, other in
        node.identity == other.identity && node.isSameProcessor(as: other)
          && node.name == other.name && node.latencyFrames == other.latencyFrames
          && node.outputGuard == other.outputGuard && node.takesMIDI == other.takesMIDI
          && node.midiOutputCount == other.midiOutputCount
          && node.front?.owner === other.front?.owner
      }
  }
}

extension GraphConnection {
  /// The same connection with its delay spelled out.
  func with(delayFrames: Int, fade: Fade) -> GraphConnection {
    GraphConnection(
      from: source, to: destination, compensates: compensates, delayFrames: delayFrames, fade: fade)
  }

  /// The same connection doing something else.
  func with(fade: Fade) -> GraphConnection {
    GraphConnection(
      from: source, to: destination, compensates: compensates, delayFrames: delayFrames, fade: fade)
  }

  /// The same connection with its nodes at other places.
  func mapNodes(_ place: (Int) -> Int) -> GraphConnection {
    GraphConnection(
      from: source.mapNode(place), to: destination.mapNode(place), compensates: compensates,
      delayFrames: delayFrames, fade: fade)
  }
}

extension GraphEndpoint {
  /// The place of its node, when it is at one.
  var node: Int? {
    guard case .node(let node, _) = self else { return nil }
    return node
  }

  func mapNode(_ place: (Int) -> Int) -> GraphEndpoint {
    guard case .node(let node, let port) = self else { return self }
    return .node(place(node), port: port)
  }
}
