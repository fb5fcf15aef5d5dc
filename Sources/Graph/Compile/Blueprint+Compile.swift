// Control side.

extension Blueprint {
  /// Throws the first mistake in the graph.
  init(_ graph: GraphDescription) throws(GraphError) {
    try graph.validate()
    let order = try GraphOrder(graph)
    let latencies = try GraphLatencies(graph, order: order)
    let places = order.places
    let ancestry = Ancestry(
      predecessors: order.order.map { order.predecessors[$0].map { places[$0] } })
    let sounds = Sounds(graph, places: order.readers.map { places[$0] })
    var compiler = BlueprintCompiler(
      graph: graph, delays: latencies.delayFrames, sounds: sounds,
      allocation: BufferAllocation(
        sounds, captureChannels: graph.captureChannels, ancestry: ancestry))
    let successors = Self.successors(ancestry.direct)
    steps = order.order.enumerated().map { place, index in
      let call = order.calls[index]
      let (inputs, outputs) = compiler.buffers(of: call, at: place)
      return Step(
        node: call.node, role: call.role, inputs: inputs, outputs: outputs,
        predecessors: ancestry.direct[place], successors: successors[place])
    }
    playback = sounds.playback.map { compiler.sources(at: $0) }
    capture = (0..<graph.captureChannels).map { compiler.allocation.buffer(of: $0) }
    bufferCount = compiler.allocation.count
    width = order.width
    criticalPath = order.criticalPath
    latencyFrames = latencies.latencyFrames
    midiDelayFrames = latencies.midiDelayFrames
  }

  private static func successors(_ predecessors: [[Int]]) -> [[Int]] {
    var successors = [[Int]](repeating: [], count: predecessors.count)
    for (step, before) in predecessors.enumerated() {
      for other in before { successors[other].append(step) }
    }
    return successors
  }
}

/// Finds out what each step reads and writes, one step after the other.
private struct BlueprintCompiler {
  let graph: GraphDescription
  let delays: [Int]
  let sounds: Sounds
  var allocation: BufferAllocation

  mutating func buffers(
    of call: GraphOrder.Call, at place: Int
  ) -> (inputs: [Blueprint.Input], outputs: [Int]) {
    let node = graph.nodes[call.node]
    let inputCount = call.role == .feedbackOutput ? 0 : node.inputCount
    let outputCount = call.role == .feedbackInput ? 0 : node.outputCount
    let connections = (0..<inputCount).map { sounds.connections(to: call.node, port: $0) }
    // Looked up first: after that, their buffers may be an output's.
    let sources = connections.map { self.sources(at: $0) }
    let inputs = sources.map { input($0) }
    let first = sounds.sound(of: .node(call.node, port: 0))
    let outputs = first..<(first + outputCount)
    let buffers = allocation.allocate(
      for: place, inputs: inputs, outputs: outputs, inPlace: node.canRunInPlace)
    let read = inputs.indices.map { port in
      Blueprint.Input(sources: inputs[port].isSum ? sources[port] : [], buffer: buffers[port])
    }
    return (read, outputs.map { allocation.buffer(of: $0) })
  }

  func sources(at connections: [Int]) -> [Blueprint.Source] {
    connections.map { index in
      Blueprint.Source(
        buffer: allocation.buffer(of: sounds.sound(at: index)), connection: index,
        delayFrames: delays[index], fade: graph.connections[index].fade)
    }
  }

  private func input(_ sources: [Blueprint.Source]) -> SoundInput {
    guard let first = sources.first else { return .silence }
    if sources.count == 1, first.isPlain { return .sound(sounds.sound(at: first.connection)) }
    return .sum(sources.map { sounds.sound(at: $0.connection) })
  }
}
