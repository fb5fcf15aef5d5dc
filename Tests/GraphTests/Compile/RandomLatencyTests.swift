import TestSupport
import Testing

@testable import Graph

@Suite("Random latencies") struct RandomLatencyTests {
  @Test func equalAPlainRecursion() throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("latencies: seeds from \(first)")
    for seed in first..<(first + 200) {
      var random = SeededGenerator(seed: seed)
      let nodeCount = Int.random(in: 0...14, using: &random)
      let graph = RandomDescription.make(seed: seed, nodeCount: nodeCount)
      let reference = LatencyReference(graph)
      let found = try GraphLatencies(graph)
      #expect(found.arrivalFrames == graph.nodes.indices.map(reference.arrival), "seed \(seed)")
      #expect(found.delayFrames == graph.connections.map(reference.delay), "seed \(seed)")
      #expect(found.latencyFrames == reference.latency, "seed \(seed)")
    }
  }

  /// What the delays are for, said without arrivals: every way from a source of sound to a meeting
  /// point takes the same time.
  @Test func makeAllWaysToAMeetingPointEquallyLong() throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("ways: seeds from \(first)")
    for seed in first..<(first + 100) {
      var graph = RandomDescription.make(seed: seed, nodeCount: 60, feedbackShare: 0)
      graph.connections = graph.connections.map {
        GraphConnection(from: $0.source, to: $0.destination)
      }
      let found = try GraphLatencies(graph)
      var times: [GraphEndpoint: Set<Int>] = [:]
      for node in try GraphOrder(graph).order {
        var here: Set<Int> = []
        for (index, connection) in graph.connections.enumerated() {
          guard case .node(node, _) = connection.destination else { continue }
          let there = times[connection.source] ?? [0]
          here.formUnion(there.map { $0 + found.delayFrames[index] })
        }
        #expect(here.count <= 1, "seed \(seed), node \(node)")
        let latency = graph.nodes[node].latencyFrames
        for port in 0..<graph.nodes[node].outputCount {
          times[.node(node, port: port)] = Set((here.isEmpty ? [0] : here).map { $0 + latency })
        }
      }
      var played: Set<Int> = []
      for (index, connection) in graph.connections.enumerated() {
        guard case .playback = connection.destination else { continue }
        let there = times[connection.source] ?? [0]
        played.formUnion(there.map { $0 + found.delayFrames[index] })
      }
      #expect(played.count <= 1, "seed \(seed)")
      #expect(played.first == nil || played.first == found.latencyFrames, "seed \(seed)")
    }
  }
}
