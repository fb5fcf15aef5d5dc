import CPeers
import CRealtime

/// The nodes of a measured graph: each spends a given time, on whatever thread.
final class GraphNodes {
  let shape: GraphShape
  let nodes: UnsafeMutablePointer<peer_node>

  /// Nodes of `nanoseconds` each; their threads get `priority` of SCHED_FIFO, 0 for none.
  init(_ shape: GraphShape, nanoseconds: Double, priority: Int32) {
    self.shape = shape
    nodes = .allocate(capacity: shape.nodeCount)
    let steps = UInt64(max(0, (nanoseconds - Self.callNanoseconds) / Self.stepNanoseconds))
    nodes.initialize(
      repeating: Self.node(steps: steps, priority: priority), count: shape.nodeCount)
  }

  deinit { nodes.deallocate() }

  private static func node(steps: UInt64, priority: Int32) -> peer_node {
    var node = peer_node()
    node.steps = steps
    node.priority = priority
    node.value = 1
    return node
  }

  /// What one step takes, and a node without any; the best of many looks, made once.
  private static let (stepNanoseconds, callNanoseconds) = calibrate()

  private static func calibrate() -> (Double, Double) {
    let long = shortest(steps: 10_000)
    let empty = shortest(steps: 0)
    return ((long - empty) / 10_000, empty)
  }

  private static func shortest(steps: UInt64) -> Double {
    var node = Self.node(steps: steps, priority: 0)
    let repeats = steps == 0 ? 1_000 : 1
    return (0..<200).map { _ in
      let begin = rt_now_nanoseconds()
      for _ in 0..<repeats { peer_perform(&node) }
      return Double(rt_now_nanoseconds() - begin) / Double(repeats)
    }.min() ?? 1
  }
}
