// Control side.

/// Which node waits for which, and in what order they can be performed.
struct GraphOrder {
  /// For each node the nodes it reads from, in the order of the session, each once.
  let predecessors: [[Int]]
  /// For each node the nodes that read from it, in the order of the session, each once.
  let successors: [[Int]]
  /// The nodes so that each comes after all it reads from, else in the order of the session.
  let order: [Int]
  /// For each node how many nodes are before it on its longest way from the beginning.
  let levels: [Int]

  init(_ graph: GraphDescription) throws(GraphError) {
    var before = [Set<Int>](repeating: [], count: graph.nodes.count)
    var after = before
    for connection in graph.connections {
      guard case .node(let source, _) = connection.source,
        case .node(let destination, _) = connection.destination
      else { continue }
      before[destination].insert(source)
      after[source].insert(destination)
    }
    predecessors = before.map { $0.sorted() }
    successors = after.map { $0.sorted() }
    (order, levels) = Self.sort(predecessors, successors)
    guard order.count == graph.nodes.count else {
      let cycle = Self.cycle(in: predecessors, leavingOut: Set(order)).map { graph.nodes[$0].name }
      let way = (cycle + cycle.prefix(1)).joined(separator: " -> ")
      throw GraphError(.cycle, "cycle: \(way)", nodes: cycle)
    }
  }

  /// How many nodes are on the longest way through the graph.
  var criticalPath: Int { (levels.max() ?? -1) + 1 }

  /// The most nodes on one level: how many can be ready together, as far as levels tell.
  var width: Int {
    Dictionary(grouping: levels, by: { $0 }).values.map(\.count).max() ?? 0
  }

  /// Takes, again and again, the first node in session order that waits for none; what is on a
  /// cycle, or behind one, is left out.
  private static func sort(
    _ predecessors: [[Int]], _ successors: [[Int]]
  ) -> (order: [Int], levels: [Int]) {
    var open = predecessors.map(\.count)
    var levels = [Int](repeating: 0, count: open.count)
    var ready = Set(open.indices.filter { open[$0] == 0 })
    var order: [Int] = []
    while let node = ready.min() {
      ready.remove(node)
      order.append(node)
      for successor in successors[node] {
        levels[successor] = max(levels[successor], levels[node] + 1)
        open[successor] -= 1
        if open[successor] == 0 { ready.insert(successor) }
      }
    }
    return (order, levels)
  }

  /// One cycle in the direction of the sound, from its first node in session order.
  ///
  /// Every node left waits for another that is left, so going backwards ends in a cycle.
  private static func cycle(in predecessors: [[Int]], leavingOut sorted: Set<Int>) -> [Int] {
    var way: [Int] = []
    var next = predecessors.indices.first { !sorted.contains($0) }
    while let node = next {
      if let start = way.firstIndex(of: node) {
        let cycle = Array(way[start...].reversed())
        let first = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
        return Array(cycle[first...] + cycle[..<first])
      }
      way.append(node)
      next = predecessors[node].first { !sorted.contains($0) }
    }
    return []
  }
}
