import CPeers

/// Something that runs a graph once a period.
protocol GraphRunner: AnyObject {
  /// Makes ready for a period that is due at a time; called well before.
  func prepare(dueNanoseconds: Int64)
  /// Runs every node once, and returns when the last has ended.
  func run()
}

extension GraphRunner {
  func prepare(dueNanoseconds: Int64) {}
}

/// One indirect call after the other on the calling thread.
final class SerialRunner: GraphRunner {
  private let nodes: GraphNodes

  init(_ nodes: GraphNodes) { self.nodes = nodes }

  func run() { peer_serial_run(nodes.nodes, nodes.shape.nodeCount, peer_process) }
}

/// A flow graph of oneTBB.
final class FlowRunner: GraphRunner {
  private let nodes: GraphNodes
  private let graph: UnsafeMutableRawPointer?

  init(_ nodes: GraphNodes) {
    self.nodes = nodes
    let edges = nodes.shape.edges
    graph = peer_flow_create(nodes.nodes, nodes.shape.nodeCount, edges, edges.count)
  }

  deinit { peer_flow_release(graph) }

  func run() { peer_flow_run(graph) }
}

/// `dispatch_apply` over each layer, or over all chains.
final class ApplyRunner: GraphRunner {
  private let nodes: GraphNodes

  init(_ nodes: GraphNodes) { self.nodes = nodes }

  func run() {
    switch nodes.shape.kind {
    case .layers(let width): peer_apply_layers(nodes.nodes, nodes.shape.nodeCount, width)
    case .chains(let length): peer_apply_chains(nodes.nodes, nodes.shape.nodeCount, length)
    }
  }
}
