@testable import Graph

/// Latencies worked out the plain way, by recursion backwards from each place.
final class LatencyReference {
  private let graph: GraphDescription
  /// The connections that are waited for, by what they lead to: nil for playback.
  private let incoming: [Int?: [GraphConnection]]
  /// What is known already: there may be very many ways through a graph.
  private var known: [Int?: Int] = [:]

  init(_ graph: GraphDescription) {
    self.graph = graph
    incoming = Dictionary(grouping: graph.connections.filter(\.compensates)) {
      if case .node(let node, _) = $0.destination { node } else { nil }
    }
  }

  func arrival(_ node: Int) -> Int { latest(node) }

  var latency: Int { latest(nil) }

  private func latest(_ place: Int?) -> Int {
    if let frames = known[place] { return frames }
    let frames = (incoming[place] ?? []).map { departure($0.source) }.max() ?? 0
    known[place] = frames
    return frames
  }

  private func departure(_ source: GraphEndpoint) -> Int {
    guard case .node(let node, _) = source, !graph.nodes[node].isFeedback else { return 0 }
    return arrival(node) + graph.nodes[node].latencyFrames
  }

  func delay(_ connection: GraphConnection) -> Int {
    if let delay = connection.delayFrames { return delay }
    guard connection.compensates else { return 0 }
    guard case .node(let node, _) = connection.destination else {
      return latency - departure(connection.source)
    }
    return arrival(node) - departure(connection.source)
  }
}
