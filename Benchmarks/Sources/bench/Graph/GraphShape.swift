import CPeers

/// Which nodes wait for which, numbered so that each comes after those it waits for.
struct GraphShape {
  enum Kind {
    /// Each layer waits for the one before.
    case layers(width: Int)
    /// Chains that have nothing to do with each other; a chain's nodes follow each other.
    case chains(length: Int)
  }

  let name: String
  let kind: Kind
  let nodeCount: Int
  let edges: [peer_edge]

  /// Eight layers of eight nodes, each with two inputs from the layer before.
  static let layers: GraphShape = {
    let edges = (8..<64).flatMap { node -> [peer_edge] in
      let (layer, place) = (node / 8 * 8, node % 8)
      return [place, (place + 1) % 8].map {
        peer_edge(from: UInt32(layer - 8 + $0), to: UInt32(node))
      }
    }
    return GraphShape(name: "8x8", kind: .layers(width: 8), nodeCount: 64, edges: edges)
  }()

  /// Sixty-four chains of four nodes.
  static let chains: GraphShape = {
    let length = 4
    let edges = (0..<64 * length).filter { $0 % length > 0 }.map {
      peer_edge(from: UInt32($0 - 1), to: UInt32($0))
    }
    return GraphShape(
      name: "64 chains", kind: .chains(length: length), nodeCount: 64 * length, edges: edges)
  }()
}
