// Control side.

extension Blueprint {
  /// Throws the first mistake in the graph.
  init(_ graph: GraphDescription) throws(GraphError) {
    try graph.validate()
    let order = try GraphOrder(graph)
    var places = [Int](repeating: 0, count: graph.nodes.count)
    for (place, node) in order.order.enumerated() { places[node] = place }
    var buffers = BufferNumbers(graph)
    steps = order.order.map { node in
      Step(
        node: node, inputs: buffers.inputs(of: node), outputs: buffers.outputs[node],
        predecessors: order.predecessors[node].map { places[$0] },
        successors: order.successors[node].map { places[$0] })
    }
    playback = (0..<graph.playbackChannels).map { buffers.sources(of: .playback($0)) }
    capture = buffers.capture
    bufferCount = buffers.count
    width = order.width
    criticalPath = order.criticalPath
    latencyFrames = 0
  }
}

/// Gives numbers to buffers: one for each output and for each input that is a sum.
private struct BufferNumbers {
  private let graph: GraphDescription
  /// The connections that lead to each input, in their order.
  private let connections: [GraphEndpoint: [Int]]
  private(set) var count = 1
  private(set) var capture: [Int] = []
  private(set) var outputs: [[Int]] = []

  init(_ graph: GraphDescription) {
    self.graph = graph
    connections = Dictionary(
      grouping: graph.connections.indices, by: { graph.connections[$0].destination })
    capture = (0..<graph.captureChannels).map { _ in next() }
    outputs = graph.nodes.map { node in (0..<node.outputCount).map { _ in next() } }
  }

  mutating func next() -> Int {
    defer { count += 1 }
    return count
  }

  func sources(of destination: GraphEndpoint) -> [Blueprint.Source] {
    connections[destination, default: []].map { index in
      let connection = graph.connections[index]
      return Blueprint.Source(
        buffer: buffer(of: connection.source), connection: index,
        delayFrames: connection.delayFrames ?? 0, fade: connection.fade)
    }
  }

  mutating func inputs(of node: Int) -> [Blueprint.Input] {
    (0..<graph.nodes[node].inputCount).map { port in
      let sources = sources(of: .node(node, port: port))
      guard let first = sources.first else { return Blueprint.Input(sources: [], buffer: 0) }
      if sources.count == 1, first.isPlain {
        return Blueprint.Input(sources: [], buffer: first.buffer)
      }
      return Blueprint.Input(sources: sources, buffer: next())
    }
  }

  private func buffer(of source: GraphEndpoint) -> Int {
    switch source {
    case .node(let index, let port): outputs[index][port]
    case .capture(let channel): capture[channel]
    case .playback: 0
    }
  }
}
