// Control side.

/// How late the sound is at each place of a graph, and how much each connection is delayed so that
/// all ways arrive together.
///
/// Sound leaves a node its latency after it arrived there, and arrives where several connections
/// meet with the latest of them. Connections that do not compensate are neither delayed nor waited
/// for. What leaves a captured channel, a node without inputs or a feedback node is not late.
///
/// MIDI is as late as the sound of the node that says it, waited for by the nodes that hear it and
/// delayed to meet their sound. What goes to a port the device plays is delayed to meet what is
/// played, which does not wait for it.
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
  /// The same for each MIDI connection.
  public let midiDelayFrames: [Int]
  /// How many frames what is played comes after what was captured.
  public let latencyFrames: Int

  init(_ graph: GraphDescription, order: GraphOrder) throws(GraphError) {
    var arrivals = [Int](repeating: 0, count: graph.nodes.count)
    var departures = arrivals
    func departure(of source: GraphEndpoint) -> Int { source.node.map { departures[$0] } ?? 0 }
    let incoming = IncomingConnections(graph)
    for call in order.order.lazy.map({ order.calls[$0] }) where call.role != .feedbackOutput {
      arrivals[call.node] = incoming.nodes[call.node].lazy.map(departure(of:)).max() ?? 0
      guard call.role == .node else { continue }
      departures[call.node] = arrivals[call.node] + graph.nodes[call.node].latencyFrames
    }
    let latest = incoming.playback.lazy.map(departure(of:)).max() ?? 0
    arrivalFrames = arrivals
    latencyFrames = latest
    func arrival(at destination: GraphEndpoint) -> Int {
      destination.node.map { arrivals[$0] } ?? latest
    }
    delayFrames = graph.connections.map { connection in
      if let settled = connection.delayFrames { return settled }
      guard connection.compensates else { return 0 }
      return arrival(at: connection.destination) - departure(of: connection.source)
    }
    midiDelayFrames = graph.midiConnections.map { connection in
      if let settled = connection.delayFrames { return settled }
      guard connection.compensates else { return 0 }
      return max(0, arrival(at: connection.destination) - departure(of: connection.source))
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

/// What arrives at each place and is waited for there: where it comes from.
private struct IncomingConnections {
  private(set) var nodes: [[GraphEndpoint]]
  private(set) var playback: [GraphEndpoint] = []

  init(_ graph: GraphDescription) {
    nodes = [[GraphEndpoint]](repeating: [], count: graph.nodes.count)
    for connection in graph.connections where connection.compensates {
      switch connection.destination {
      case .node(let node, _): nodes[node].append(connection.source)
      case .playback: playback.append(connection.source)
      case .capture: break
      }
    }
    for connection in graph.midiConnections where connection.compensates {
      if let node = connection.destination.node { nodes[node].append(connection.source) }
    }
  }
}
