// Control side.

extension GraphDescription {
  /// Throws the first mistake, in the order of the session; cycles are found elsewhere.
  func validate() throws(GraphError) {
    try validateSizes()
    var seen: Set<[GraphEndpoint]> = []
    var fading: Set<[GraphEndpoint]> = []
    for connection in connections {
      try validateSource(connection.source)
      try validateDestination(connection.destination)
      // While it fades, a connection may be there twice: as it was, and as it will be.
      let ends = [connection.source, connection.destination]
      let isNew =
        connection.fade == .fadeOut
        ? fading.insert(ends).inserted : seen.insert(ends).inserted
      guard isNew else {
        throw GraphError(
          .duplicateConnection,
          "\(name(connection.source, "output")) is connected twice to "
            + name(connection.destination, "input"),
          nodes: [connection.source, connection.destination].compactMap(nodeName))
      }
    }
  }

  private func validateSizes() throws(GraphError) {
    guard maximumFrames > 0, captureChannels >= 0, playbackChannels >= 0 else {
      throw GraphError(
        .invalidSize,
        "a graph needs room for at least 1 frame and cannot have a negative number of channels")
    }
    for node in nodes where node.inputCount < 0 || node.outputCount < 0 {
      throw GraphError(
        .invalidSize, "node \(node.name) has a negative number of ports", nodes: [node.name])
    }
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
