import Graph
import SoundFiles

/// A session made real: its nodes, what they record to, and the plan that runs them.
final class SessionGraph: Sendable {
  let plan: Plan
  let nodes: [RunningNode]

  /// Makes every node and compiles the plan; nothing sounds yet.
  init(
    _ session: ResolvedSession, loader: SessionLoader, rate: Int, maximumFrames: Int
  ) throws(HostError) {
    let factory = NodeFactory(loader: loader, rate: rate, maximumFrames: maximumFrames)
    var nodes: [RunningNode] = []
    for node in session.nodes { nodes.append(try factory.make(node)) }
    self.nodes = nodes
    let description = GraphDescription(
      nodes: zip(nodes, session.nodes).map { node, resolved in
        GraphNode(
          name: node.name, process: node.process, context: node.context,
          inputCount: resolved.shape.inputs.count, outputCount: resolved.shape.outputs.count,
          owner: node.owner)
      },
      session: session, maximumFrames: maximumFrames)
    do throws(SessionProblems) {
      plan = try Self.compile(description, session: session)
    } catch {
      throw HostError(.badSession, error.description)
    }
  }

  /// Where the session's recorders write.
  var taps: [RecordingTap] { nodes.compactMap(\.tap) }

  /// Compiles a session without making its nodes: whether it could run.
  static func check(_ session: ResolvedSession) throws(SessionProblems) {
    let description = GraphDescription(
      nodes: session.nodes.map { resolved in
        GraphNode(
          name: resolved.node.name, process: { _, _ in }, context: nil,
          inputCount: resolved.shape.inputs.count, outputCount: resolved.shape.outputs.count)
      },
      session: session, maximumFrames: 1)
    _ = try compile(description, session: session)
  }

  private static func compile(
    _ description: GraphDescription, session: ResolvedSession
  ) throws(SessionProblems) -> Plan {
    do throws(GraphError) {
      return try Plan(compiling: description)
    } catch {
      let culprit = session.nodes.first { error.nodes.contains($0.node.name) }
      let mark = culprit?.node.mark ?? .start
      throw SessionProblems([
        SessionProblem(file: session.session.path, mark: mark, message: error.message)
      ])
    }
  }
}

extension GraphDescription {
  fileprivate init(nodes: [GraphNode], session: ResolvedSession, maximumFrames: Int) {
    self.init(
      nodes: nodes,
      connections: session.connections.map { connection in
        GraphConnection(
          from: .init(connection.from, device: GraphEndpoint.capture),
          to: .init(connection.to, device: GraphEndpoint.playback))
      },
      captureChannels: session.session.device.capture,
      playbackChannels: session.session.device.playback,
      maximumFrames: maximumFrames)
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
