import CPeers
import CRealtime
import Graph

/// What it takes to compile a graph, and what the plan takes of the heap.
enum CompileTrial {
  private static let counts = [100, 1_000, 2_000, 10_000]

  static var trial: Trial {
    Trial(
      name: "graph compile", title: "compiling a graph of 1.5 connections a node, 64 frames",
      subjects: counts.map { count in
        Subject(name: "\(count) nodes") { try measure(count) }
      })
  }

  private static func measure(_ count: Int) throws -> [Metric: Double] {
    let graph = graph(of: count)
    let heap = peer_heap_bytes()
    let begin = rt_now_nanoseconds()
    let plan = try Plan(compiling: graph)
    let elapsed = rt_now_nanoseconds() - begin
    let bytes = withExtendedLifetime(plan) { Double(peer_heap_bytes()) - Double(heap) }
    return [
      .compile: Double(elapsed) / 1e6, .memory: bytes / 1024, .nodeMemory: bytes / Double(count),
    ]
  }

  /// Each node hears one or two of the 32 before it, by the same lot every time.
  private static func graph(of count: Int) -> GraphDescription {
    var lot = Lot()
    let connections = (1..<count).flatMap { node in
      (0..<(1 + lot.draw(below: 2))).map { port in
        GraphConnection(
          from: .node(node - 1 - lot.draw(below: min(node, 32)), port: 0),
          to: .node(node, port: port))
      }
    }
    return GraphDescription(
      nodes: (0..<count).map { index in
        GraphNode(
          name: "\(index)", process: { peer_process($0, $1) }, context: nil, inputCount: 2,
          outputCount: 1)
      }, connections: connections, maximumFrames: 64)
  }

  /// A linear congruential generator.
  private struct Lot {
    private var state: UInt32 = 1

    mutating func draw(below limit: Int) -> Int {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Int(state >> 8) % limit
    }
  }
}
