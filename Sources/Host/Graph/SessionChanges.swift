/// What is different in a session that takes the place of another.
public struct SessionChanges: Sendable, Equatable, CustomStringConvertible {
  /// Nodes that are new, or made in another way.
  public var added: [String] = []
  /// Nodes that are gone, or were made in another way.
  public var removed: [String] = []
  /// Nodes that go on with other parameters, or bypassed, or not any more.
  public var changed: [String] = []
  /// Whether nodes that stay are connected in another way.
  public var isRewired = false

  /// Whether nothing is different.
  public var isEmpty: Bool { self == SessionChanges() }

  /// In one line.
  public var description: String {
    let counts = [(added.count, "added"), (removed.count, "removed"), (changed.count, "changed")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let parts = counts + (isRewired ? ["connections changed"] : [])
    return parts.isEmpty ? "nothing changed" : parts.joined(separator: ", ")
  }
}

extension SessionChanges {
  init(from before: SessionGraph, to after: SessionGraph) {
    added = after.nodes.filter { node in !before.nodes.contains { $0 === node } }.map(\.name)
    removed = before.nodes.filter { node in !after.nodes.contains { $0 === node } }.map(\.name)
    for (node, resolved) in zip(after.nodes, after.session.nodes) {
      guard let place = before.nodes.firstIndex(where: { $0 === node }) else { continue }
      let was = before.session.nodes[place].node
      if was.isBypassed != resolved.node.isBypassed || node.differs(from: resolved.parameters)
        || node.differs(from: resolved.properties)
      {
        changed.append(node.name)
      }
    }
    let kept = Set(after.nodes.map(\.name)).subtracting(added)
    isRewired = before.wires(among: kept) != after.wires(among: kept)
  }
}

/// A connection by names, so that it can be compared between sessions.
private struct Wire: Hashable {
  let from: String?
  let output: Int
  let to: String?
  let input: Int
  let compensates: Bool
  var isMIDI = false
}

extension SessionGraph {
  /// The connections between these nodes, or between them and the device.
  fileprivate func wires(among names: Set<String>) -> Set<Wire> {
    func name(_ end: ResolvedConnection.End) -> String? {
      guard case .node(let place) = end.place else { return nil }
      return session.nodes[place].node.name
    }
    let all = session.connections.map { connection in
      Wire(
        from: name(connection.from), output: connection.from.port, to: name(connection.to),
        input: connection.to.port, compensates: connection.compensates)
    }
    let midi = session.midi.map { connection in
      Wire(
        from: name(connection.from), output: connection.from.port, to: name(connection.to),
        input: connection.to.port, compensates: connection.compensates, isMIDI: true)
    }
    return Set(
      (all + midi).filter {
        [$0.from, $0.to].allSatisfy { $0.map(names.contains) ?? true }
      })
  }
}
