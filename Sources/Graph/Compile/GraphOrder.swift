// Control side.

/// What is called in each period, which call waits for which, and in what order they can be made.
struct GraphOrder {
  /// A call of a node: its only one, or one of a feedback node's two.
  struct Call: Equatable {
    let node: Int
    let role: Blueprint.Role
  }

  /// One for each node, in the order of the session; then those for the inputs of feedback nodes.
  let calls: [Call]
  /// For each node the call that reads its inputs; the one at its own number writes its outputs.
  let readers: [Int]
  /// For each call those it reads from, in ascending order, each once.
  let predecessors: [[Int]]
  /// For each call those that read from it, in ascending order, each once.
  let successors: [[Int]]
  /// The calls so that each comes after all it reads from, and soon after the last of them.
  let order: [Int]
  /// For each call how many are before it on its longest way from the beginning.
  let levels: [Int]

  /// The graph must be valid but for cycles; throws the first of those.
  init(_ graph: GraphDescription) throws(GraphError) {
    (calls, readers) = Self.calls(of: graph)
    (predecessors, successors) = Self.edges(of: graph, count: calls.count, readers: readers)
    let levels = Self.levels(predecessors, successors)
    self.levels = levels.map { $0 ?? 0 }
    guard !levels.contains(nil) else {
      throw GraphError(cycle: Self.cycle(in: predecessors, among: levels).map { graph.nodes[$0] })
    }
    order = Self.sort(predecessors, successors)
  }

  /// For each call its place in the order.
  var places: [Int] {
    var places = [Int](repeating: 0, count: order.count)
    for (place, call) in order.enumerated() { places[call] = place }
    return places
  }

  /// How many calls are on the longest way through the graph.
  var criticalPath: Int { (levels.max() ?? -1) + 1 }

  /// The most calls on one level: how many can be ready together, as far as levels tell.
  var width: Int {
    var counts = [Int](repeating: 0, count: criticalPath)
    for level in levels { counts[level] += 1 }
    return counts.max() ?? 0
  }

  private static func calls(of graph: GraphDescription) -> ([Call], readers: [Int]) {
    var calls: [Call] = []
    var readers = Array(graph.nodes.indices)
    for (index, node) in graph.nodes.enumerated() {
      calls.append(Call(node: index, role: node.isFeedback ? .feedbackOutput : .node))
    }
    for index in graph.nodes.indices where calls[index].role == .feedbackOutput {
      readers[index] = calls.count
      calls.append(Call(node: index, role: .feedbackInput))
    }
    return (calls, readers)
  }

  private static func edges(
    of graph: GraphDescription, count: Int, readers: [Int]
  ) -> (predecessors: [[Int]], successors: [[Int]]) {
    var sources = [[Int]](repeating: [], count: count)
    for connection in graph.connections {
      guard case .node(let source, _) = connection.source,
        case .node(let destination, _) = connection.destination
      else { continue }
      sources[readers[destination]].append(source)
    }
    for connection in graph.midiConnections {
      guard let source = connection.source.node, let destination = connection.destination.node
      else { continue }
      sources[readers[destination]].append(source)
    }
    var predecessors = [[Int]](repeating: [], count: count)
    var successors = predecessors
    for call in 0..<count {
      for source in sources[call].sorted() where predecessors[call].last != source {
        predecessors[call].append(source)
        successors[source].append(call)
      }
    }
    return (predecessors, successors)
  }

  /// The level of each call; nil for those on a cycle, and those that wait for them.
  private static func levels(_ predecessors: [[Int]], _ successors: [[Int]]) -> [Int?] {
    var open = predecessors.map(\.count)
    var levels = [Int?](repeating: nil, count: open.count)
    var ready = open.indices.filter { open[$0] == 0 }
    while let call = ready.popLast() {
      levels[call] = predecessors[call].lazy.map { (levels[$0] ?? 0) + 1 }.max() ?? 0
      for successor in successors[call] {
        open[successor] -= 1
        if open[successor] == 0 { ready.append(successor) }
      }
    }
    return levels
  }

  /// Depth first, backwards from those that nobody reads, in the order of the session: what a call
  /// reads was written shortly before.
  private static func sort(_ predecessors: [[Int]], _ successors: [[Int]]) -> [Int] {
    var order: [Int] = []
    var visited = [Int](repeating: 0, count: predecessors.count)
    var isPlaced = [Bool](repeating: false, count: predecessors.count)
    var way: [Int] = []
    for last in predecessors.indices where successors[last].isEmpty {
      way.append(last)
      while let call = way.last {
        if visited[call] < predecessors[call].count {
          let next = predecessors[call][visited[call]]
          visited[call] += 1
          if !isPlaced[next] { way.append(next) }
        } else {
          order.append(way.removeLast())
          isPlaced[call] = true
        }
      }
    }
    return order
  }

  /// One cycle in the direction of the sound, from its first node in session order.
  ///
  /// Every call without a level waits for another without, so going backwards ends in a cycle.
  private static func cycle(in predecessors: [[Int]], among levels: [Int?]) -> [Int] {
    var way: [Int] = []
    var places = [Int?](repeating: nil, count: levels.count)
    var next = levels.firstIndex(of: nil)
    while let call = next {
      if let start = places[call] {
        let cycle = Array(way[start...].reversed())
        let first = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
        return Array(cycle[first...] + cycle[..<first])
      }
      places[call] = way.count
      way.append(call)
      next = predecessors[call].first { levels[$0] == nil }
    }
    return []
  }
}
