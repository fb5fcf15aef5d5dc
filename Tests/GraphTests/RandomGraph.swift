import CRealtime
import Graph
import TestSupport

/// A random graph without cycles, made of test nodes that say they are late; the same for the same
/// seed.
struct RandomGraph {
  let description: GraphDescription
  let nodes: [TestNode]

  /// One connection in eight does not compensate.
  init(seed: UInt64, nodeCount: Int, maximumFrames: Int, latencies: [Int] = [0]) {
    var random = SeededGenerator(seed: seed)
    nodes = (0..<nodeCount).map { _ in
      TestNode(
        seed: random.sample(), inputCount: Int.random(in: 0...3, using: &random),
        outputCount: Int.random(in: 1...3, using: &random),
        latencyFrames: latencies.randomElement(using: &random) ?? 0)
    }
    let (capture, playback) = (
      Int.random(in: 0...2, using: &random), Int.random(in: 0...3, using: &random)
    )
    // Session order is not the order of the sound.
    let order = Array(0..<nodeCount).shuffled(using: &random)
    var connections: [GraphConnection] = []
    for (place, index) in order.enumerated() {
      for port in 0..<nodes[index].inputCount {
        let count = Int.random(in: 0...3, using: &random)
        let sources = Self.sources(order[..<place], nodes, capture, count, &random)
        connections += Self.connections(sources, .node(index, port: port), &random)
      }
    }
    for channel in 0..<playback {
      let count = Int.random(in: 0...4, using: &random)
      let sources = Self.sources(order[...], nodes, capture, count, &random)
      connections += Self.connections(sources, .playback(channel), &random)
    }
    description = GraphDescription(
      nodes: nodes.enumerated().map { $1.graphNode("n\($0)") },
      connections: connections.shuffled(using: &random), captureChannels: capture,
      playbackChannels: playback, maximumFrames: maximumFrames)
  }

  /// At most so many different places where sound comes from.
  private static func sources(
    _ indices: ArraySlice<Int>, _ nodes: [TestNode], _ capture: Int, _ count: Int,
    _ random: inout SeededGenerator
  ) -> [GraphEndpoint] {
    var found: [GraphEndpoint] = []
    for _ in 0..<count {
      let place = Int.random(in: 0..<max(1, capture + indices.count), using: &random)
      var source: GraphEndpoint?
      if place < capture {
        source = .capture(place)
      } else if place - capture < indices.count {
        let index = indices[indices.startIndex + place - capture]
        let port = Int.random(in: 0..<nodes[index].outputCount, using: &random)
        source = .node(index, port: port)
      }
      if let source, !found.contains(source) { found.append(source) }
    }
    return found
  }

  private static func connections(
    _ sources: [GraphEndpoint], _ destination: GraphEndpoint, _ random: inout SeededGenerator
  ) -> [GraphConnection] {
    sources.map { source in
      let compensates = Int.random(in: 0..<8, using: &random) > 0
      return GraphConnection(from: source, to: destination, compensates: compensates)
    }
  }
}

/// Works a graph out the plain way: one node after the other, by recursion.
final class SerialReference {
  private let graph: RandomGraph
  private let incoming: [GraphEndpoint: [Int]]
  private var capture: [[Float]] = []
  private var outputs: [Int: [[Float]]] = [:]
  private var frames = 0
  private var departures: [Int: Int] = [:]
  /// What is on its way on each connection.
  private var delayed: [Int: [Float]] = [:]

  /// `graph` must be a copy that no plan runs: its nodes keep state.
  init(_ graph: RandomGraph) {
    self.graph = graph
    incoming = Dictionary(
      grouping: graph.description.connections.indices,
      by: { graph.description.connections[$0].destination })
  }

  func run(capture: [[Float]], frames: Int) -> [[Float]] {
    self.capture = capture
    self.frames = frames
    outputs = [:]
    for index in graph.nodes.indices { _ = output(of: index) }
    return (0..<graph.description.playbackChannels).map { sum(.playback($0)) }
  }

  /// How late sound leaves a place.
  private func departure(_ source: GraphEndpoint) -> Int {
    guard case .node(let index, _) = source else { return 0 }
    if let known = departures[index] { return known }
    let result = arrival(at: index) + graph.nodes[index].latencyFrames
    departures[index] = result
    return result
  }

  private func arrival(at node: Int) -> Int {
    let ports = (0..<graph.nodes[node].inputCount).map { GraphEndpoint.node(node, port: $0) }
    return latest(ports)
  }

  /// The latest arrival at some places.
  private func latest(_ destinations: [GraphEndpoint]) -> Int {
    destinations.flatMap { incoming[$0, default: []] }
      .map { graph.description.connections[$0] }
      .filter(\.compensates).map { departure($0.source) }.max() ?? 0
  }

  private func delay(of connection: GraphConnection) -> Int {
    guard connection.compensates else { return 0 }
    let channels = (0..<graph.description.playbackChannels).map { GraphEndpoint.playback($0) }
    guard case .node(let node, _) = connection.destination else {
      return latest(channels) - departure(connection.source)
    }
    return arrival(at: node) - departure(connection.source)
  }

  private func sum(_ destination: GraphEndpoint) -> [Float] {
    var total: [Float]?
    for index in incoming[destination, default: []] {
      let samples = delayedSamples(index)
      total = total.map { zip($0, samples).map { $0 + $1 } } ?? samples
    }
    return total ?? [Float](repeating: 0, count: frames)
  }

  private func delayedSamples(_ index: Int) -> [Float] {
    let connection = graph.description.connections[index]
    let samples = samples(of: connection.source)
    let before = delayed[index] ?? [Float](repeating: 0, count: delay(of: connection))
    if before.isEmpty { return samples }
    let all = before + samples
    delayed[index] = Array(all[frames...])
    return Array(all[..<frames])
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
    let result = node.processed(inputs, frames: frames)
    outputs[index] = result
    return result
  }
}

extension TestNode {
  /// What it makes of some blocks.
  fileprivate func processed(_ inputs: [[Float]], frames: Int) -> [[Float]] {
    let sources = inputs.map { samples in
      let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, frames))
      buffer.initialize(from: samples, count: frames)
      return buffer
    }
    let results = (0..<outputCount).map { _ in
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
          frames: UInt32(frames), frame_time: 0, events: nil)
        process(&block)
      }
    }
    return results.map { Array(UnsafeBufferPointer(start: $0, count: frames)) }
  }
}
