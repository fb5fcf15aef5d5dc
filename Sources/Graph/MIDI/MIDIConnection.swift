// Control side.

/// MIDI going from a node's output, or a port the device captures, to a node or a port it plays.
///
/// Its source is performed before its listener in every period. It is delayed to meet the sound that
/// arrives with it; see `GraphLatencies`.
public struct MIDIConnection: Sendable {
  /// Creates a connection; at a listening node the port is 0.
  public init(
    from source: GraphEndpoint, to destination: GraphEndpoint, compensates: Bool = true
  ) {
    self.source = source
    self.destination = destination
    self.compensates = compensates
  }

  /// A node's MIDI output, or a MIDI port the device captures.
  public let source: GraphEndpoint
  /// A node, or a MIDI port the device plays.
  public let destination: GraphEndpoint
  /// Whether it is delayed to meet the sound at its destination, and counts for how late that is.
  public let compensates: Bool
  /// Whether an edit takes it away: its listener is told the end of every note it holds, and hears
  /// no more.
  private(set) var isLeaving = false
  /// How much it is delayed, when that is settled already; nil for what the compiler works out.
  private(set) var delayFrames: Int?
}

/// The same way is the same connection, however long it takes: its messages go on.
extension MIDIConnection: Hashable {
  /// Whether both have the same ends.
  public static func == (left: MIDIConnection, right: MIDIConnection) -> Bool {
    left.source == right.source && left.destination == right.destination
      && left.isLeaving == right.isLeaving
  }

  /// Hashes the ends.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(destination)
    hasher.combine(isLeaving)
  }
}

extension MIDIConnection {
  /// The same connection on its way out.
  var leaving: MIDIConnection {
    var connection = self
    connection.isLeaving = true
    return connection
  }

  /// The same connection with its delay spelled out.
  func with(delayFrames: Int) -> MIDIConnection {
    var connection = self
    connection.delayFrames = delayFrames
    return connection
  }

  /// The same connection with its nodes at other places.
  func mapNodes(_ place: (Int) -> Int) -> MIDIConnection {
    var connection = MIDIConnection(
      from: source.mapNode(place), to: destination.mapNode(place), compensates: compensates)
    connection.isLeaving = isLeaving
    connection.delayFrames = delayFrames
    return connection
  }
}

extension GraphDescription {
  /// Throws the first mistake in the MIDI connections; cycles are found elsewhere.
  func validateMIDI() throws(GraphError) {
    var seen: Set<MIDIConnection> = []
    for connection in midiConnections {
      guard seen.insert(connection).inserted else {
        throw GraphError(
          .duplicateConnection, "\(name(of: connection)) is connected twice",
          nodes: nodeNames(of: connection))
      }
      try validateSource(of: connection)
      try validateDestination(of: connection)
    }
  }

  private func validateSource(of connection: MIDIConnection) throws(GraphError) {
    switch connection.source {
    case .node(let index, let port):
      try validateNode(index)
      let count = nodes[index].midiOutputCount
      guard port >= 0, port < count else {
        throw GraphError(
          .unknownPort,
          "node \(nodes[index].name) has no MIDI output \(port + 1): it has \(count)",
          nodes: [nodes[index].name])
      }
    case .capture(let port) where port >= 0: break
    case .capture, .playback:
      throw GraphError(.wrongDirection, "MIDI comes from a node or a port that captures")
    }
  }

  private func validateDestination(of connection: MIDIConnection) throws(GraphError) {
    switch connection.destination {
    case .node(let index, let port):
      try validateNode(index)
      guard nodes[index].takesMIDI, port == 0 else {
        throw GraphError(
          .unknownPort, "node \(nodes[index].name) takes no MIDI", nodes: [nodes[index].name])
      }
    case .playback(let port) where port >= 0: break
    case .playback, .capture:
      throw GraphError(.wrongDirection, "MIDI goes to a node or a port that plays")
    }
  }

  private func validateNode(_ index: Int) throws(GraphError) {
    guard nodes.indices.contains(index) else {
      throw GraphError(.unknownNode, "there is no node \(index + 1): the graph has \(nodes.count)")
    }
  }

  private func name(of connection: MIDIConnection) -> String {
    "\(midiName(connection.source)) to \(midiName(connection.destination))"
  }

  private func midiName(_ endpoint: GraphEndpoint) -> String {
    switch endpoint {
    case .node(let index, _):
      nodes.indices.contains(index) ? "MIDI of \(nodes[index].name)" : "MIDI"
    case .capture(let port): "MIDI capture port \(port + 1)"
    case .playback(let port): "MIDI playback port \(port + 1)"
    }
  }

  private func nodeNames(of connection: MIDIConnection) -> [String] {
    [connection.source, connection.destination].compactMap { $0.node }
      .filter(nodes.indices.contains).map { nodes[$0].name }
  }
}
