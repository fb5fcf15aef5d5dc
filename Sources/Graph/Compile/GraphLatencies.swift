// Control side.

/// How late the sound is at each place of a graph, and how much each connection is delayed so that
/// all ways arrive together.
///
/// Sound leaves a node its latency after it arrived there, and arrives where several connections
/// meet with the latest of them. Connections that do not compensate are neither delayed nor waited
/// for. What leaves a captured channel, a node without inputs or a feedback node is not late.
public struct GraphLatencies: Sendable, Equatable {
  /// The most a node may be late, and the most a connection is delayed: 2^24 frames.
  public static let maximumFrames = 1 << 24

  /// Works out a graph; throws the first mistake in it.
  ///
  /// Thread: control.
  public init(_ graph: GraphDescription) throws(GraphError) {
    try graph.validate()
    try self.init(graph, order: GraphOrder(graph))
  }

  /// For each node how many frames the sound at its inputs comes after what was captured.
  public let arrivalFrames: [Int]
  /// For each connection how many frames it is delayed.
  public let delayFrames: [Int]
  /// How many frames what is played comes after what was captured.
  public let latencyFrames: Int

  init(_ graph: GraphDescription, order: GraphOrder) throws(GraphError) {
    var arrivals = [Int](repeating: 0, count: graph.nodes.count)
    var departures = arrivals
    func departure(of connection: Int) -> Int {
      guard case .node(let node, _) = graph.connections[connection].source else { return 0 }
      return departures[node]
    }
    let incoming = IncomingConnections(graph)
    for call in order.order.lazy.map({ order.calls[$0] }) where call.role != .feedbackOutput {
      arrivals[call.node] = incoming.nodes[call.node].lazy.map(departure).max() ?? 0
      guard call.role == .node else { continue }
      departures[call.node] = arrivals[call.node] + graph.nodes[call.node].latencyFrames
    }
    let latest = incoming.playback.lazy.map(departure).max() ?? 0
    arrivalFrames = arrivals
    latencyFrames = latest
    delayFrames = graph.connections.indices.map { index in
      let connection = graph.connections[index]
      if let settled = connection.delayFrames { return settled }
      guard connection.compensates else { return 0 }
      guard case .node(let node, _) = connection.destination else {
        return latest - departure(of: index)
      }
      return arrivals[node] - departure(of: index)
    }
    try validate(graph)
  }

  private func validate(_ graph: GraphDescription) throws(GraphError) {
    guard let index = delayFrames.firstIndex(where: { $0 > Self.maximumFrames }) else { return }
    let connection = graph.connections[index]
    throw GraphError(
      .invalidSize,
      "\(graph.name(of: connection)) would be delayed by \(delayFrames[index]) frames: at most"
        + " \(Self.maximumFrames) can be",
      nodes: graph.nodeNames(of: connection))
  }
}

/// The connections that what they lead to waits for, by their places in the graph.
private struct IncomingConnections {
  private(set) var nodes: [[Int]]
  private(set) var playback: [Int] = []

  init(_ graph: GraphDescription) {
    nodes = [[Int]](repeating: [], count: graph.nodes.count)
    for (index, connection) in graph.connections.enumerated() where connection.compensates {
      switch connection.destination {
      case .node(let node, _): nodes[node].append(index)
      case .playback: playback.append(index)
      case .capture: break
      }
    }
  }
}
