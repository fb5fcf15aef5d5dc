import Graph

/// A session made real: its nodes, and the graph they make.
struct SessionGraph: Sendable {
  var session: ResolvedSession
  /// In the session's order.
  let nodes: [RunningNode]
  /// Nodes that are bypassed whatever the session says, by their names.
  var excluded: Set<String> = []
  /// Nodes that controls and snapshots have bypassed or not, whatever the session says.
  var switched: [String: Bool] = [:]

  /// A session and its nodes, in its order.
  init(session: ResolvedSession, nodes: [RunningNode]) {
    self.session = session
    self.nodes = nodes
  }

  /// Makes a session's nodes; takes those from `before` that are made the same way.
  ///
  /// Nothing of `before` is changed. Thread: control.
  init(
    _ session: ResolvedSession, factory: NodeFactory, reusing before: [RunningNode] = []
  ) throws(HostError) {
    self.session = session
    var nodes: [RunningNode] = []
    for resolved in session.nodes {
      if let known = before.first(where: { $0.isMade(as: resolved) }) {
        nodes.append(known)
      } else {
        nodes.append(try factory.make(resolved))
      }
    }
    self.nodes = nodes
  }

  /// What its nodes do beside the cycle.
  var work: [BackgroundWork] { nodes.compactMap(\.work) }

  /// The latency each node tells now.
  var latencies: [Int] { nodes.map(\.latencyFrames) }

  /// The graph with the nodes as late as `latencies` says.
  func description(latencies: [Int], maximumFrames: Int) -> GraphDescription {
    let runaway = session.session.runawayDecibels
    return GraphDescription(
      nodes: nodes.indices.map { place in
        let node = nodes[place].graphNode(
          latencyFrames: latencies[place], runawayDecibels: runaway)
        return isBypassed(place) ? node.bypassed() : node
      },
      session: session, maximumFrames: maximumFrames)
  }

  /// Leaves switched what another graph has switched, and the session says nothing new about.
  mutating func keepSwitched(of before: SessionGraph) {
    for (place, node) in session.nodes.map(\.node).enumerated() {
      guard let old = before.nodes.firstIndex(where: { $0 === nodes[place] }),
        before.session.nodes[old].node.isBypassed == node.isBypassed
      else { continue }
      switched[node.name] = before.switched[node.name]
    }
  }

  /// Whether a node is bypassed, by its place.
  func isBypassed(_ place: Int) -> Bool {
    let node = session.nodes[place].node
    return excluded.contains(node.name) || switched[node.name] ?? node.isBypassed
  }

  /// Whether a session could run, without making its nodes.
  static func check(_ session: ResolvedSession) throws(SessionProblems) {
    let description = GraphDescription(
      nodes: session.nodes.map {
        let node = GraphNode(outline: $0)
        return $0.node.isBypassed ? node.bypassed() : node
      }, session: session, maximumFrames: 1)
    do throws(GraphError) {
      _ = try GraphLatencies(description)
    } catch {
      throw SessionProblems([SessionProblem(error, in: session)])
    }
  }
}

extension GraphNode {
  /// A node that has the ports of a session's, and does nothing.
  fileprivate init(outline resolved: ResolvedNode) {
    let name = resolved.node.name
    if case .builtin(let builtin) = resolved.node.kind, builtin.isFeedback {
      self = .feedback(name: name, channels: resolved.shape.inputs.count, maximumFrames: 1)
    } else {
      self.init(
        name: name, process: { _, _ in }, context: nil, inputCount: resolved.shape.inputs.count,
        outputCount: resolved.shape.outputs.count)
      takesMIDI = resolved.shape.takesMIDI
      midiOutputCount = resolved.shape.midiOutputs.count
    }
  }
}

extension SessionProblem {
  /// What a graph cannot do, at the node it is about.
  init(_ error: GraphError, in session: ResolvedSession) {
    let culprit = session.nodes.first { error.nodes.contains($0.node.name) }
    let message =
      error.code == .cycle
      ? "cycle: \((error.nodes + error.nodes.prefix(1)).joined(separator: " -> ")); "
        + session.remedy(forCycle: error.nodes)
      : error.message
    self.init(
      file: session.session.path, mark: culprit?.node.mark ?? .start, message: message,
      kind: .contradiction)
  }
}

extension ResolvedSession {
  /// What opens a cycle; MIDI cannot come back a period later.
  fileprivate func remedy(forCycle names: [String]) -> String {
    func name(_ end: ResolvedConnection.End) -> String? {
      guard case .node(let index) = end.place else { return nil }
      return nodes[index].node.name
    }
    let ways = zip(names, names.dropFirst() + names.prefix(1))
    let isByMIDI = ways.contains { from, to in
      midi.contains { name($0.from) == from && name($0.to) == to }
    }
    return isByMIDI
      ? "MIDI cannot go in a circle: take a node out of `midi:`"
      : "put a node with `builtin: feedback` into it, which plays what it heard one period before"
  }
}

extension GraphDescription {
  fileprivate init(nodes: [GraphNode], session: ResolvedSession, maximumFrames: Int) {
    self.init(
      nodes: nodes,
      connections: session.connections.map { connection in
        GraphConnection(
          from: .init(connection.from, device: GraphEndpoint.capture),
          to: .init(connection.to, device: GraphEndpoint.playback),
          compensates: connection.compensates)
      },
      captureChannels: session.session.device.capture,
      playbackChannels: session.session.device.playback,
      maximumFrames: maximumFrames)
    midiConnections = session.midi.map { connection in
      MIDIConnection(
        from: .init(connection.from, device: GraphEndpoint.capture),
        to: .init(connection.to, device: GraphEndpoint.playback),
        compensates: connection.compensates)
    }
  }
}

extension GraphEndpoint {
  fileprivate init(_ end: ResolvedConnection.End, device: (Int) -> GraphEndpoint) {
    switch end.place {
    case .device: self = device(end.port)
    case .node(let index): self = .node(index, port: end.port)
    }
  }
}
