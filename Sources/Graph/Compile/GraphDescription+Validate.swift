// Control side.

extension GraphDescription {
  /// Throws the first mistake, in the order of the session; cycles are found elsewhere.
  func validate() throws(GraphError) {
    try validateSizes()
    for node in nodes { try validate(node) }
    try validateIdentities()
    try validateMIDI()
    var seen: Set<Ends> = []
    var fading: Set<Ends> = []
    seen.reserveCapacity(connections.count)
    for connection in connections {
      try validateSource(connection.source)
      try validateDestination(connection.destination)
      try validateDelay(connection)
      // While it fades, a connection may be there twice: as it was, and as it will be.
      let ends = Ends(source: connection.source, destination: connection.destination)
      let isNew =
        connection.fade == .fadeOut
        ? fading.insert(ends).inserted : seen.insert(ends).inserted
      guard isNew else {
        throw GraphError(
          .duplicateConnection,
          "\(name(connection.source, "output")) is connected twice to "
            + name(connection.destination, "input"),
          nodes: nodeNames(of: connection))
      }
    }
  }

  private struct Ends: Hashable {
    let source: GraphEndpoint
    let destination: GraphEndpoint
  }

  private func validateSizes() throws(GraphError) {
    guard maximumFrames > 0, captureChannels >= 0, playbackChannels >= 0 else {
      throw GraphError(
        .invalidSize,
        "a graph needs room for at least 1 frame and cannot have a negative number of channels")
    }
  }

  private func validate(_ node: GraphNode) throws(GraphError) {
    guard node.inputCount >= 0, node.outputCount >= 0, node.midiOutputCount >= 0 else {
      throw GraphError(
        .invalidSize, "node \(node.name) has a negative number of ports", nodes: [node.name])
    }
    guard (0...GraphLatencies.maximumFrames).contains(node.latencyFrames) else {
      throw GraphError(
        .invalidSize,
        "node \(node.name) has a latency of \(node.latencyFrames) frames: it can have 0 to"
          + " \(GraphLatencies.maximumFrames)", nodes: [node.name])
    }
    guard let line = node.feedbackLine, line.maximumFrames < maximumFrames else { return }
    throw GraphError(
      .invalidSize,
      "feedback node \(node.name) keeps \(line.maximumFrames) frames: periods have up to"
        + " \(maximumFrames)", nodes: [node.name])
  }

  private func validateDelay(_ connection: GraphConnection) throws(GraphError) {
    guard let delay = connection.delayFrames, delay < 0 else { return }
    throw GraphError(
      .invalidSize, "\(name(of: connection)) cannot be delayed by \(delay) frames",
      nodes: nodeNames(of: connection))
  }

  private func validateSource(_ source: GraphEndpoint) throws(GraphError) {
    switch source {
    case .node(let index, let port):
      let node = try node(index)
      try validate(port, of: node, "output", count: node.outputCount)
    case .capture(let channel):
      try validate(channel, "captures", count: captureChannels)
    case .playback(let channel):
      throw GraphError(
        .wrongDirection, "playback channel \(channel + 1) is no source: sound ends there")
    }
  }

  private func validateDestination(_ destination: GraphEndpoint) throws(GraphError) {
    switch destination {
    case .node(let index, let port):
      let node = try node(index)
      try validate(port, of: node, "input", count: node.inputCount)
    case .playback(let channel):
      try validate(channel, "plays", count: playbackChannels)
    case .capture(let channel):
      throw GraphError(
        .wrongDirection, "capture channel \(channel + 1) is no destination: sound begins there")
    }
  }

  private func node(_ index: Int) throws(GraphError) -> GraphNode {
    guard nodes.indices.contains(index) else {
      throw GraphError(.unknownNode, "there is no node \(index + 1): the graph has \(nodes.count)")
    }
    return nodes[index]
  }

  private func validate(
    _ port: Int, of node: GraphNode, _ kind: String, count: Int
  ) throws(GraphError) {
    guard port >= 0, port < count else {
      throw GraphError(
        .unknownPort, "node \(node.name) has no \(kind) \(port + 1): it has \(count)",
        nodes: [node.name])
    }
  }

  private func validate(_ channel: Int, _ verb: String, count: Int) throws(GraphError) {
    guard channel >= 0, channel < count else {
      throw GraphError(
        .unknownPort, "the device \(verb) \(count) channels: there is no channel \(channel + 1)")
    }
  }

  /// The two ends of a connection, for messages.
  func name(of connection: GraphConnection) -> String {
    "\(name(connection.source, "output")) to \(name(connection.destination, "input"))"
  }

  /// The nodes at the two ends.
  func nodeNames(of connection: GraphConnection) -> [String] {
    [connection.source, connection.destination].compactMap(nodeName)
  }

  private func nodeName(_ endpoint: GraphEndpoint) -> String? {
    guard case .node(let index, _) = endpoint else { return nil }
    return nodes[index].name
  }

  private func name(_ endpoint: GraphEndpoint, _ kind: String) -> String {
    switch endpoint {
    case .node(let index, let port): "\(kind) \(port + 1) of node \(nodes[index].name)"
    case .capture(let channel): "capture channel \(channel + 1)"
    case .playback(let channel): "playback channel \(channel + 1)"
    }
  }
}
