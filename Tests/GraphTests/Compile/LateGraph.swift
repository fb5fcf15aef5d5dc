import TestSupport

@testable import Graph

/// A random graph whose nodes are late, run in place and feed back; the same for the same seed.
struct LateGraph {
  let description: GraphDescription
  /// The nodes by place; nil for feedback nodes.
  let nodes: [LateNode?]

  init(seed: UInt64, nodeCount: Int, maximumFrames: Int) {
    var random = SeededGenerator(seed: seed)
    var shape = RandomDescription.make(
      seed: seed, nodeCount: nodeCount, maximumFrames: maximumFrames, feedbackShare: 0.05)
    nodes = shape.nodes.map { node in
      guard !node.isFeedback else { return nil }
      return LateNode(
        seed: random.sample(), inputCount: node.inputCount, outputCount: node.outputCount,
        latencyFrames: node.latencyFrames)
    }
    shape.nodes = zip(shape.nodes, nodes).map { node, late in
      late?.graphNode(node.name, canRunInPlace: node.canRunInPlace) ?? node
    }
    shape.connections = shape.connections.map {
      GraphConnection(
        from: $0.source, to: $0.destination, compensates: $0.compensates,
        delayFrames: $0.delayFrames)
    }
    description = shape
  }
}

/// What a graph should play, worked out frame by frame and backwards from what is played.
final class LateReference {
  private let graph: LateGraph
  private let reference: LatencyReference
  private let incoming: [GraphEndpoint: [GraphConnection]]
  private let delays: [GraphConnection: Int]
  private let capture: [[Float]]
  /// For each node what it has worked out, frame by frame; it is heard later.
  private var samples: [[Float]]

  init(_ graph: LateGraph, capture: [[Float]]) {
    self.graph = graph
    self.capture = capture
    let description = graph.description
    let reference = LatencyReference(description)
    self.reference = reference
    incoming = Dictionary(grouping: description.connections, by: \.destination)
    delays = Dictionary(
      uniqueKeysWithValues: description.connections.map { ($0, reference.delay($0)) })
    samples = [[Float]](repeating: [], count: graph.nodes.count)
  }

  func played(frames: Int) -> [[Float]] {
    var played = [[Float]](repeating: [], count: graph.description.playbackChannels)
    for frame in 0..<frames {
      for node in graph.nodes.indices { workOut(node, until: frame) }
      for channel in played.indices { played[channel].append(sum(.playback(channel), frame)) }
    }
    return played
  }

  private func workOut(_ node: Int, until frame: Int) {
    guard let late = graph.nodes[node], samples[node].count <= frame else { return }
    let sample = late.next(samples[node].last ?? 0) { sum(.node(node, port: $0), frame) }
    samples[node].append(sample)
  }

  private func sum(_ destination: GraphEndpoint, _ frame: Int) -> Float {
    var total: Float?
    for connection in incoming[destination] ?? [] {
      let sample = heard(connection.source, frame - (delays[connection] ?? 0))
      total = total.map { $0 + sample } ?? sample
    }
    return total ?? 0
  }

  private func heard(_ source: GraphEndpoint, _ frame: Int) -> Float {
    guard frame >= 0 else { return 0 }
    switch source {
    case .capture(let channel): return capture[channel][frame]
    case .playback: return .nan
    case .node(let node, let port):
      guard let late = graph.nodes[node] else {
        let before = frame - graph.description.maximumFrames
        return before < 0 ? 0 : sum(.node(node, port: port), before)
      }
      guard frame >= late.latencyFrames else { return late.heard(0, port) }
      workOut(node, until: frame)
      return late.heard(samples[node][frame - late.latencyFrames], port)
    }
  }
}
