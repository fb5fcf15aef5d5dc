// Control side.
import Drivers

/// Decides what is to be connected, and tells what others have done from what the driver did.
///
/// Knows nothing of JACK: it is shown the server's ports and connections, and says what is missing.
struct JACKPatchbay: Sendable {
  typealias Connection = JACKPatch.Connection

  /// A port of another client's.
  struct Peer: Sendable {
    var name: String
    var aliases: [String] = []
    /// The driver's kind of port it can be connected to.
    var kind: JACKPortKind
    /// Its place among the physical ports of its kind, from 0; nil for the ports of programs.
    var physicalNumber: Int?

    var isPhysical: Bool { physicalNumber != nil }

    func isMeant(by pattern: PortPattern) -> Bool {
      pattern.matches(name) || aliases.contains(where: pattern.matches)
    }
  }

  /// What a server has at a moment.
  struct Graph: Sendable {
    var nanoseconds: Int64 = 0
    var peers: [Peer] = []
    var connections: Set<Connection> = []
    /// Names of ports that were registered since the last look, also when they were there before.
    var appeared: Set<String> = []
  }

  /// What others have done.
  private(set) var patch: JACKPatch
  /// Connections of the driver's ports at the last look.
  private(set) var known: Set<Connection> = []
  /// Those of them the driver has made by its own rules.
  private var own: Set<Connection> = []
  /// Connections that have vanished though both ports are there, and since when.
  private var suspects: [Connection: Int64] = [:]
  let rules: [JACKPortRules]

  /// How long ports must outlive a connection for somebody to have taken it away.
  ///
  /// A client that ends, and a server, loses its connections a moment before its ports.
  static let doubtNanoseconds: Int64 = 200_000_000

  init(rules: [JACKPortRules], restoring patch: JACKPatch = JACKPatch()) {
    self.rules = rules
    self.patch = patch
  }

  /// Whether another look is needed soon.
  var hasDoubts: Bool { !suspects.isEmpty }

  /// Takes note of what has changed; returns what is to be connected.
  mutating func look(at graph: Graph) -> [Connection] {
    noteVanished(graph)
    noteNew(graph)
    let names = Set(graph.peers.map(\.name))
    let restored = patch.made.filter { names.contains($0.peer) }
    let ruled = rules.flatMap {
      $0.wanted(graph, connected: graph.connections.subtracting(patch.made), patch: patch)
    }
    let missing = restored.sorted() + ruled.filter { !restored.contains($0) }
    let wanted = missing.filter { !graph.connections.contains($0) && suspects[$0] == nil }
    own.formUnion(wanted.filter { !patch.made.contains($0) })
    return wanted
  }

  /// Takes note of connections that were made as it wanted.
  mutating func noteMade(_ connections: [Connection]) { known.formUnion(connections) }

  private mutating func noteVanished(_ graph: Graph) {
    for connection in graph.connections { suspects[connection] = nil }
    let names = Set(graph.peers.map(\.name))
    for connection in known.subtracting(graph.connections) {
      let isThere = names.contains(connection.peer) && !graph.appeared.contains(connection.peer)
      if isThere {
        let since = suspects[connection, default: graph.nanoseconds]
        suspects[connection] = since
        guard graph.nanoseconds - since >= Self.doubtNanoseconds else { continue }
      }
      suspects[connection] = nil
      known.remove(connection)
      own.remove(connection)
      if isThere { noteRemoval(connection, graph) }
    }
  }

  private mutating func noteRemoval(_ connection: Connection, _ graph: Graph) {
    patch.made.remove(connection)
    let peers = graph.peers.filter { $0.name == connection.peer }
    let isRuled = rules.contains { rules in
      peers.contains { rules.isMeant(connection.port, $0) }
    }
    if isRuled { patch.removed.insert(connection) }
  }

  private mutating func noteNew(_ graph: Graph) {
    for connection in graph.connections.subtracting(known) {
      known.insert(connection)
      if patch.removed.remove(connection) != nil {
        own.insert(connection)
      } else if !own.contains(connection) {
        patch.made.insert(connection)
      }
    }
  }
}
