import CRealtime
import Graph

/// A random graph without cycles, made of test nodes; the same for the same seed.
struct RandomGraph {
  let description: GraphDescription
  let nodes: [TestNode]

  init(seed: UInt64, nodeCount: Int, maximumFrames: Int) {
    var random = SplitMix(state: seed)
    nodes = (0..<nodeCount).map { _ in
      TestNode(
        seed: random.sample(), inputCount: Int.random(in: 0...3, using: &random),
        outputCount: Int.random(in: 1...3, using: &random))
    }
    let (capture, playback) = (
      Int.random(in: 0...2, using: &random), Int.random(in: 0...3, using: &random)
    )
    // Session order is not the order of the sound.
    let order = Array(0..<nodeCount).shuffled(using: &random)
    var connections: [GraphConnection] = []
    for (place, index) in order.enumerated() {
      let sources = Self.sources(Array(order[..<place]), nodes, capture)
      for port in 0..<nodes[index].inputCount {
        let count = Int.random(in: 0...3, using: &random)
        for source in sources.shuffled(using: &random).prefix(count) {
          connections.append(connect(source, .node(index, port: port)))
        }
      }
    }
    let all = Self.sources(order, nodes, capture)
    for channel in 0..<playback {
      for source in all.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random)) {
        connections.append(connect(source, .playback(channel)))
      }
    }
    description = GraphDescription(
      nodes: nodes.enumerated().map { $1.graphNode("n\($0)") },
      connections: connections.shuffled(using: &random), captureChannels: capture,
      playbackChannels: playback, maximumFrames: maximumFrames)
  }

  private static func sources(
    _ indices: [Int], _ nodes: [TestNode], _ capture: Int
  ) -> [GraphEndpoint] {
    (0..<capture).map { .capture($0) }
      + indices.flatMap { index in
        (0..<nodes[index].outputCount).map { .node(index, port: $0) }
      }
  }
}

/// Works a graph out the plain way: one node after the other, by recursion.
final class SerialReference {
  private let graph: RandomGraph
  private var capture: [[Float]] = []
  private var outputs: [Int: [[Float]]] = [:]
  private var frames = 0

  /// `graph` must be a copy that no plan runs: its nodes keep state.
  init(_ graph: RandomGraph) { self.graph = graph }

  func run(capture: [[Float]], frames: Int) -> [[Float]] {
    self.capture = capture
    self.frames = frames
    outputs = [:]
    for index in graph.nodes.indices { _ = output(of: index) }
    return (0..<graph.description.playbackChannels).map { sum(.playback($0)) }
  }

  private func sum(_ destination: GraphEndpoint) -> [Float] {
    var total: [Float]?
    for connection in graph.description.connections where connection.destination == destination {
      let samples = samples(of: connection.source)
      total = total.map { zip($0, samples).map { $0 + $1 } } ?? samples
    }
    return total ?? [Float](repeating: 0, count: frames)
  }

  private func samples(of source: GraphEndpoint) -> [Float] {
    switch source {
    case .node(let index, let port): output(of: index)[port]
    case .capture(let channel): capture[channel]
    case .playback: []
    }
  }

  private func output(of index: Int) -> [[Float]] {
    if let known = outputs[index] { return known }
    let node = graph.nodes[index]
    let inputs = (0..<node.inputCount).map { sum(.node(index, port: $0)) }
    let result = call(node, inputs)
    outputs[index] = result
    return result
  }

  private func call(_ node: TestNode, _ inputs: [[Float]]) -> [[Float]] {
    let sources = inputs.map { samples in
      let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, frames))
      buffer.initialize(from: samples, count: frames)
      return buffer
    }
    let results = (0..<node.outputCount).map { _ in
      UnsafeMutablePointer<Float>.allocate(capacity: max(1, frames))
    }
    defer { (sources + results).forEach { $0.deallocate() } }
    let inputPointers: [UnsafePointer<Float>?] = sources.map { UnsafePointer($0) }
    let outputPointers: [UnsafeMutablePointer<Float>?] = results
    inputPointers.withUnsafeBufferPointer { inputs in
      outputPointers.withUnsafeBufferPointer { outputs in
        var block = rt_block(
          inputs: inputs.baseAddress, outputs: outputs.baseAddress,
          input_count: UInt32(inputs.count), output_count: UInt32(outputs.count),
          frames: UInt32(frames), frame_time: 0)
        node.process(&block)
      }
    }
    return results.map { Array(UnsafeBufferPointer(start: $0, count: frames)) }
  }
}

/// SplitMix64, a small generator that gives the same numbers everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func sample() -> Float { Float.random(in: -1...1, using: &self) }
}
