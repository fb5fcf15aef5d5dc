import TestSupport

@testable import Graph

/// Random graphs that are compiled only: with latencies, opt-outs, fades, feedback nodes and nodes
/// that run in place; the same for the same seed.
enum RandomDescription {
  static func make(
    seed: UInt64, nodeCount: Int, maximumFrames: Int = 8, feedbackShare: Double = 0.1
  ) -> GraphDescription {
    var random = SeededGenerator(seed: seed)
    let isFeedback = (0..<nodeCount).map { _ in
      Double.random(in: 0..<1, using: &random) < feedbackShare
    }
    let nodes = isFeedback.enumerated().map {
      node("n\($0)", isFeedback: $1, maximumFrames: maximumFrames, &random)
    }
    let capture = Int.random(in: 0...3, using: &random)
    let playback = Int.random(in: 0...3, using: &random)
    let order = Array(0..<nodeCount).shuffled(using: &random)
    var connections: [GraphConnection] = []
    for (place, index) in order.enumerated() {
      // Sound may go round through a feedback node.
      let before = isFeedback[index] ? order : Array(order[..<place])
      let sources = sources(before + order.filter { isFeedback[$0] }, nodes, capture)
      for port in 0..<nodes[index].inputCount {
        let most = Int.random(in: 0...2, using: &random)
        for source in sources.shuffled(using: &random).prefix(most) {
          connections.append(connection(source, .node(index, port: port), &random))
        }
      }
    }
    let all = sources(order, nodes, capture)
    for channel in 0..<playback {
      for source in all.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)) {
        connections.append(connection(source, .playback(channel), &random))
      }
    }
    return GraphDescription(
      nodes: nodes, connections: connections.shuffled(using: &random), captureChannels: capture,
      playbackChannels: playback, maximumFrames: maximumFrames)
  }

  private static func node(
    _ name: String, isFeedback: Bool, maximumFrames: Int, _ random: inout SeededGenerator
  ) -> GraphNode {
    if isFeedback {
      return .feedback(
        name: name, channels: Int.random(in: 1...2, using: &random), maximumFrames: maximumFrames)
    }
    return GraphNode(
      name: name, process: { _, _ in }, context: nil,
      inputCount: Int.random(in: 0...3, using: &random),
      outputCount: Int.random(in: 0...3, using: &random),
      latencyFrames: Bool.random(using: &random) ? Int.random(in: 0...50, using: &random) : 0,
      canRunInPlace: Bool.random(using: &random))
  }

  private static func connection(
    _ source: GraphEndpoint, _ destination: GraphEndpoint, _ random: inout SeededGenerator
  ) -> GraphConnection {
    let isPinned = Int.random(in: 0..<16, using: &random) == 0
    return GraphConnection(
      from: source, to: destination, compensates: Int.random(in: 0..<4, using: &random) > 0,
      delayFrames: isPinned ? Int.random(in: 0...9, using: &random) : nil,
      fade: Int.random(in: 0..<8, using: &random) == 0 ? .fadeIn : .none)
  }

  private static func sources(
    _ indices: [Int], _ nodes: [GraphNode], _ capture: Int
  ) -> [GraphEndpoint] {
    (0..<capture).map { .capture($0) }
      + Set(indices).sorted().flatMap { index in
        (0..<nodes[index].outputCount).map { .node(index, port: $0) }
      }
  }
}
