/// The connections of a session while they are collected.
struct SessionWiring {
  private(set) var connections: [ResolvedConnection] = []

  private let session: Session
  private let shapes: [NodeShape?]
  private let log: ProblemLog
  private let indices: [String: [Int]]
  private var marks: [Edge: SourceMark] = [:]
  private var mentioned = Set<String>()
  private var hasUnknownNames = false

  private struct Edge: Hashable {
    let from: ResolvedConnection.End
    let to: ResolvedConnection.End
  }

  /// One side of a connection: its ports, and what they belong to.
  private struct Side {
    let place: ResolvedConnection.Place
    let ports: [String]
  }

  private enum Direction: String {
    case input
    case output
  }

  init(session: Session, shapes: [NodeShape?], log: ProblemLog) {
    self.session = session
    self.shapes = shapes
    self.log = log
    indices = Dictionary(grouping: session.nodes.indices) { session.nodes[$0].name }
  }

  /// Adds the connections a chain stands for.
  mutating func add(_ chain: SessionChain) {
    for member in chain.members { mentioned.insert(member.name) }
    var isComplete = true
    for member in chain.members where !isKnown(member.name, at: member.mark) {
      isComplete = false
    }
    guard isComplete else { return }
    for (left, right) in zip(chain.members, chain.members.dropFirst()) {
      join(left, right)
    }
  }

  /// Adds one connection.
  mutating func add(_ connection: SessionConnection) {
    let ends = [connection.from, connection.to]
    for end in ends { mentioned.insert(end.node) }
    let from = find(connection.from, .output)
    let to = find(connection.to, .input)
    guard let from, let to else { return }
    if let mark = marks[Edge(from: from, to: to)] {
      log.error(
        connection.mark, "these two ports are connected on line \(mark.line) already",
        .contradiction)
      return
    }
    insert(from, to, mark: connection.mark, compensates: connection.compensates)
  }

  /// Notes nodes that something leads to or from beside samples.
  mutating func mention(_ names: Set<String>) { mentioned.formUnion(names) }

  /// Warns about nodes nothing leads to or from.
  ///
  /// Only when every connection is understood: a misspelt name may be the lonely node's.
  func warnAboutLonelyNodes() {
    guard !session.hasUnreadConnections, !hasUnknownNames else { return }
    for node in session.nodes where !mentioned.contains(node.name) {
      log.warning(node.mark, "node `\(node.name)` is not connected to anything")
    }
  }

  private mutating func insert(
    _ from: ResolvedConnection.End, _ to: ResolvedConnection.End, mark: SourceMark,
    compensates: Bool? = nil
  ) {
    // Chains may share a stretch; it is one connection, not a louder one.
    guard marks.updateValue(mark, forKey: Edge(from: from, to: to)) == nil else { return }
    connections.append(
      ResolvedConnection(
        from: from, to: to, compensates: compensates ?? sourceCompensates(from), mark: mark))
  }

  private func sourceCompensates(_ end: ResolvedConnection.End) -> Bool {
    guard case .node(let index) = end.place else { return true }
    return session.nodes[index].compensates
  }
}

// MARK: - Chains

extension SessionWiring {
  private mutating func join(_ left: SessionChain.Member, _ right: SessionChain.Member) {
    guard let from = side(left.name, .output), let to = side(right.name, .input) else { return }
    guard !from.ports.isEmpty else {
      return log.error(left.mark, "\(noPorts(left.name, .output)): it can only end a chain")
    }
    guard !to.ports.isEmpty else {
      return log.error(right.mark, "\(noPorts(right.name, .input)): it can only begin a chain")
    }
    let pairs: [(Int, Int)]
    switch (from.ports.count, to.ports.count) {
    case (let outputs, let inputs) where outputs == inputs:
      pairs = (0..<outputs).map { ($0, $0) }
    case (1, let inputs):
      pairs = (0..<inputs).map { (0, $0) }
    case (let outputs, 1):
      pairs = (0..<outputs).map { ($0, 0) }
    case (let outputs, let inputs):
      return log.error(
        right.mark,
        "\(left.name) has \(outputs) outputs and \(right.name) has \(inputs) inputs: "
          + "connect them by name under `connections:`")
    }
    for (output, input) in pairs {
      insert(
        .init(from.place, port: output), .init(to.place, port: input), mark: right.mark)
    }
  }

  private func noPorts(_ name: String, _ direction: Direction) -> String {
    switch (name, direction) {
    case (Session.captureName, .output) where session.device.capture == 0:
      "`capture` has no channels, set `capture:` under `device:`"
    case (Session.playbackName, .input) where session.device.playback == 0:
      "`playback` has no channels, set `playback:` under `device:`"
    default: "`\(name)` has no \(direction.rawValue)s"
    }
  }
}

// MARK: - Looking names up

extension SessionWiring {
  private mutating func isKnown(_ name: String, at mark: SourceMark) -> Bool {
    if name == Session.captureName || name == Session.playbackName { return true }
    if indices[name] != nil { return true }
    hasUnknownNames = true
    // A node that lost its name to another mistake may be the one meant.
    if session.hasNamelessNodes { return false }
    let names = session.nodes.map(\.name) + [Session.captureName, Session.playbackName]
    log.error(
      mark, "unknown node `\(name)`" + NearestName.hint(for: name, among: names), .unknownName)
    return false
  }

  /// One side of a node; nil when it cannot be told, which something else has reported.
  private func side(_ name: String, _ direction: Direction) -> Side? {
    let channels: Int
    switch name {
    case Session.captureName: channels = direction == .output ? session.device.capture : 0
    case Session.playbackName: channels = direction == .input ? session.device.playback : 0
    default:
      guard let found = indices[name], found.count == 1, let shape = shapes[found[0]] else {
        return nil
      }
      return Side(
        place: .node(found[0]), ports: direction == .input ? shape.inputs : shape.outputs)
    }
    let prefix = direction == .output ? "out" : "in"
    return Side(place: .device, ports: (0..<channels).map { "\(prefix)_\($0 + 1)" })
  }

  private mutating func find(
    _ end: SessionConnection.End, _ direction: Direction
  ) -> ResolvedConnection.End? {
    guard isKnown(end.node, at: end.mark), let side = side(end.node, direction) else { return nil }
    if let port = side.ports.firstIndex(of: end.port) { return .init(side.place, port: port) }
    let other: Direction = direction == .input ? .output : .input
    if self.side(end.node, other)?.ports.contains(end.port) == true {
      log.error(
        end.mark,
        "`\(end.node):\(end.port)` is an \(other.rawValue): a connection goes from an output to "
          + "an input", .contradiction)
    } else if side.ports.isEmpty {
      log.error(end.mark, noPorts(end.node, direction), .unknownName)
    } else {
      log.error(
        end.mark,
        "node `\(end.node)` has no \(direction.rawValue) `\(end.port)`"
          + NearestName.hint(for: end.port, among: side.ports), .unknownName)
    }
    return nil
  }
}
