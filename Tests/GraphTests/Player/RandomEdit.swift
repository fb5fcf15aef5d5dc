import Graph
import TestSupport

/// Two random graphs that share some of their nodes; the same for the same seed.
///
/// What both have in common stands in the same order in both, so that all sums are exact.
struct RandomEdit {
  let old: GraphDescription
  let new: GraphDescription
  let nodes: [LatencyNode]

  /// With `sharesOrder`, no cycle can come of both graphs together.
  init(seed: UInt64, sharesOrder: Bool, maximumFrames: Int) {
    var random = SeededGenerator(seed: seed)
    let nodes = (0..<Int.random(in: 1...9, using: &random)).map { _ in
      LatencyNode(
        latencyFrames: Bool.random(using: &random) ? 0 : Int.random(in: 1...40, using: &random),
        inputs: Int.random(in: 0...2, using: &random),
        outputs: Int.random(in: 1...2, using: &random), gain: random.sample())
    }
    let graphNodes = nodes.enumerated().map { $1.graphNode("n\($0)") }
    let order = Array(nodes.indices).shuffled(using: &random)
    let later = sharesOrder ? order : order.shuffled(using: &random)
    let pool = ConnectionPool(graphNodes)
    let first = pool.connections(in: order, keeping: [], avoiding: [], &random)
    let kept = first.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
    let second = pool.connections(in: later, keeping: kept, avoiding: first, &random)
    func describe(_ connections: [GraphConnection], _ random: inout SeededGenerator)
      -> GraphDescription
    {
      // The old graph may lack the nodes that nothing is connected to; so may the new one.
      let used = Set(connections.flatMap { pool.nodes(of: $0) })
      let places = nodes.indices.filter { used.contains($0) || Bool.random(using: &random) }
        .shuffled(using: &random)
      return pool.description(places, connections, maximumFrames: maximumFrames)
    }
    self.nodes = nodes
    old = describe(first, &random)
    new = describe(second, &random)
  }
}

/// Makes connections among nodes by their places in one list.
private struct ConnectionPool {
  private let nodes: [GraphNode]

  init(_ nodes: [GraphNode]) { self.nodes = nodes }

  func nodes(of connection: GraphConnection) -> [Int] {
    [connection.source, connection.destination].compactMap {
      guard case .node(let node, _) = $0 else { return nil }
      return node
    }
  }

  /// Random connections forwards in an order; those to keep as far as they go forwards too.
  func connections(
    in order: [Int], keeping kept: [GraphConnection], avoiding others: [GraphConnection],
    _ random: inout SeededGenerator
  ) -> [GraphConnection] {
    var result = kept.filter { connection in
      let places = nodes(of: connection).compactMap { order.firstIndex(of: $0) }
      return places.count < 2 || places[0] < places[1]
    }
    var sources: [GraphEndpoint] = [.capture(0), .capture(1)]
    for node in order {
      for port in 0..<nodes[node].inputCount {
        add(from: sources, to: .node(node, port: port), avoiding: others, &result, &random)
      }
      sources += (0..<nodes[node].outputCount).map { .node(node, port: $0) }
    }
    for channel in 0..<2 {
      add(from: sources, to: .playback(channel), avoiding: others, &result, &random)
    }
    return result
  }

  private func add(
    from sources: [GraphEndpoint], to destination: GraphEndpoint,
    avoiding others: [GraphConnection], _ connections: inout [GraphConnection],
    _ random: inout SeededGenerator
  ) {
    for source in sources.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random))
    where !(connections + others).contains(where: {
      $0.source == source && $0.destination == destination
    }) {
      let connection = GraphConnection(
        from: source, to: destination, compensates: Int.random(in: 0..<8, using: &random) > 0)
      connections.insert(connection, at: Int.random(in: 0...connections.count, using: &random))
    }
  }

  func description(
    _ places: [Int], _ connections: [GraphConnection], maximumFrames: Int
  ) -> GraphDescription {
    func map(_ endpoint: GraphEndpoint) -> GraphEndpoint {
      guard case .node(let node, let port) = endpoint else { return endpoint }
      return .node(places.firstIndex(of: node) ?? -1, port: port)
    }
    return GraphDescription(
      nodes: places.map { nodes[$0] },
      connections: connections.map {
        GraphConnection(
          from: map($0.source), to: map($0.destination), compensates: $0.compensates)
      },
      captureChannels: 2, playbackChannels: 2, maximumFrames: maximumFrames)
  }
}
