// Control side.

/// Two graphs in one: the nodes of both, and the connections of both with their fades.
///
/// Both graphs must be settled. The nodes of the new one come first, at their own places.
struct GraphUnion {
  let graph: GraphDescription
  /// The nodes that only the new graph has, by their places.
  private let entering: Set<Int>
  /// The nodes that only the old graph has, by their places.
  private let leaving: Range<Int>
  /// The old graph's connections, their ends at the places of the union.
  private let old: [GraphConnection]
  private let new: [GraphConnection]
  private let oldMIDI: [MIDIConnection]

  init(from old: GraphDescription, to new: GraphDescription) {
    var nodes = new.nodes
    var places: [ObjectIdentifier: Int] = [:]
    for (place, node) in nodes.enumerated() { places[node.identity] = place }
    for node in old.nodes where places[node.identity] == nil {
      places[node.identity] = nodes.count
      nodes.append(node)
    }
    let before = Set(old.nodes.map(\.identity))
    entering = Set(new.nodes.indices.filter { !before.contains(new.nodes[$0].identity) })
    leaving = new.nodes.count..<nodes.count
    self.old = old.connections.map { connection in
      connection.mapNodes { places[old.nodes[$0].identity] ?? $0 }
    }
    self.new = new.connections
    var graph = new
    graph.nodes = nodes
    graph.captureChannels = max(old.captureChannels, new.captureChannels)
    graph.playbackChannels = max(old.playbackChannels, new.playbackChannels)
    graph.connections = Self.merge(
      self.old, self.new, nodes: nodes, entering: entering, leaving: leaving)
    oldMIDI = old.midiConnections.filter { !$0.isLeaving }.map { connection in
      connection.mapNodes { places[old.nodes[$0].identity] ?? $0 }
    }
    graph.midiConnections += Self.vanishing(oldMIDI, from: new.midiConnections, leaving: leaving)
    self.graph = graph
  }
}

// The connections.
extension GraphUnion {
  /// One destination after the other: the order of connections matters only where they meet.
  private static func merge(
    _ old: [GraphConnection], _ new: [GraphConnection], nodes: [GraphNode], entering: Set<Int>,
    leaving: Range<Int>
  ) -> [GraphConnection] {
    let before = Dictionary(grouping: old, by: \.destination)
    let after = Dictionary(grouping: new, by: \.destination)
    var seen: Set<GraphEndpoint> = []
    let destinations = (new + old).map(\.destination).filter { seen.insert($0).inserted }
    return destinations.flatMap { destination -> [GraphConnection] in
      let (old, new) = (before[destination, default: []], after[destination, default: []])
      guard case .node(let node, _) = destination else { return fade(from: old, to: new) }
      if leaving.contains(node) { return old }
      // What a new node hears first should be no jump: a feedback node would play it again.
      if entering.contains(node), !nodes[node].isFeedback { return new }
      return fade(from: old, to: new)
    }
  }

  /// What meets at one place that stays.
  ///
  /// What vanishes stands before what it stood before, so that the sum is that of the old graph
  /// as long as nothing new is heard, and that of the new graph once nothing old is.
  private static func fade(
    from old: [GraphConnection], to new: [GraphConnection]
  ) -> [GraphConnection] {
    let coming = Set(new.map(\.source))
    var vanishing: [GraphEndpoint?: [GraphConnection]] = [:]
    var next: GraphEndpoint?
    for connection in old.reversed() {
      if coming.contains(connection.source) {
        next = connection.source
      } else {
        vanishing[next, default: []].insert(connection.with(fade: .fadeOut), at: 0)
      }
    }
    let before = Dictionary(old.map { ($0.source, $0) }, uniquingKeysWith: { first, _ in first })
    let merged = new.flatMap { connection -> [GraphConnection] in
      guard let old = before[connection.source] else { return [connection.with(fade: .fadeIn)] }
      let gone = vanishing[connection.source, default: []]
      if old.delayFrames == connection.delayFrames { return gone + [connection] }
      return gone + [old.with(fade: .fadeOut), connection.with(fade: .fadeIn)]
    }
    return merged + vanishing[nil, default: []]
  }

  /// The old graph's MIDI that the new one has not: a node that goes hears it to its end, and one
  /// that stays is told the end of its notes.
  private static func vanishing(
    _ old: [MIDIConnection], from new: [MIDIConnection], leaving: Range<Int>
  ) -> [MIDIConnection] {
    let kept = Set(new)
    return old.filter { !kept.contains($0) }.map { connection in
      connection.destination.node.map(leaving.contains) ?? false ? connection : connection.leaving
    }
  }
}

// What is derived from it.
extension GraphUnion {
  /// How many frames it takes until all that is faded in plays as it will.
  ///
  /// Until then new delay lines and new nodes play silence, or what they held before.
  func settleFrames(in order: GraphOrder) -> Int {
    let incoming = Dictionary(grouping: graph.connections, by: { $0.destination.node })
    var departures = [Int](repeating: 0, count: graph.nodes.count)
    func settled(_ connection: GraphConnection) -> Int {
      (connection.source.node.map { departures[$0] } ?? 0) + (connection.delayFrames ?? 0)
    }
    for call in order.order.lazy.map({ order.calls[$0] })
    where call.role == .node && entering.contains(call.node) {
      let arrival = incoming[call.node, default: []].lazy.map(settled).max() ?? 0
      departures[call.node] = arrival + graph.nodes[call.node].latencyFrames
    }
    return graph.connections.lazy.filter { $0.fade == .fadeIn }.map(settled).max() ?? 0
  }

  /// The old graph without what the new one has not.
  var common: GraphDescription {
    struct Ends: Hashable {
      let source: GraphEndpoint
      let destination: GraphEndpoint
    }
    let staying = graph.nodes.indices.filter { !entering.contains($0) && !leaving.contains($0) }
    var places = [Int](repeating: 0, count: graph.nodes.count)
    for (place, node) in staying.enumerated() { places[node] = place }
    let kept = Set(new.map { Ends(source: $0.source, destination: $0.destination) })
    var common = graph
    common.nodes = staying.map { graph.nodes[$0] }
    common.connections = old.filter {
      kept.contains(Ends(source: $0.source, destination: $0.destination))
    }.map { connection in connection.mapNodes { places[$0] } }
    let keptMIDI = Set(graph.midiConnections.filter { !$0.isLeaving })
    common.midiConnections = oldMIDI.filter { connection in
      keptMIDI.contains(connection)
        && [connection.source, connection.destination].allSatisfy { end in
          end.node.map(staying.contains) ?? true
        }
    }.map { connection in connection.mapNodes { places[$0] } }
    return common
  }
}
