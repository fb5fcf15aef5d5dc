import Graph
import Synchronization

/// A session's graph made again for another rate or longer periods; it does not play yet.
///
/// One that is let go without being taken takes back what it made. Thread: control.
final class GraphRebuild: Sendable {
  /// What its nodes were made with.
  let factory: NodeFactory
  /// The graph it is to take the place of.
  let before: SessionGraph
  /// The same session; what fits as it is, is the same node as before.
  let graph: SessionGraph
  let latencies: [Int]
  /// Begins with the graph; no cycle ever ran it.
  let player: GraphPlayer
  private let isTaken = Atomic(false)

  /// Makes the nodes and compiles the graph.
  ///
  /// They have the parameters and states that those before have now, which may play meanwhile.
  init(of before: SessionGraph, with factory: NodeFactory) throws(HostError) {
    self.before = before
    self.factory = factory
    var made: [RunningNode] = []
    do throws(HostError) {
      var nodes: [RunningNode] = []
      for (node, resolved) in zip(before.nodes, before.session.nodes) {
        if node.fits(rate: factory.rate, maximumFrames: factory.maximumFrames) {
          nodes.append(node)
        } else {
          made.append(try factory.make(resolved, after: node))
          nodes.append(made[made.count - 1])
        }
      }
      var graph = SessionGraph(session: before.session, nodes: nodes)
      graph.switched = before.switched
      self.graph = graph
      latencies = graph.latencies
      player = try GraphPlayer(playing: graph, latencies: latencies, with: factory)
    } catch {
      for node in made { node.work?.discard() }
      throw error
    }
  }

  deinit {
    guard !isTaken.load(ordering: .acquiring) else { return }
    for (node, _) in replacements { node.work?.discard() }
  }

  /// The nodes that were made, each with the one whose place it takes.
  var replacements: [(node: RunningNode, before: RunningNode)] {
    zip(graph.nodes, before.nodes).filter { $0 !== $1 }.map { ($0, $1) }
  }

  /// Notes that its nodes play.
  func noteTaken() { isTaken.store(true, ordering: .releasing) }
}

extension GraphPlayer {
  /// A player that begins with a session's graph.
  convenience init(
    playing graph: SessionGraph, latencies: [Int], with factory: NodeFactory
  ) throws(HostError) {
    let description = graph.description(
      latencies: latencies, maximumFrames: factory.maximumFrames)
    do throws(GraphError) {
      try self.init(
        playing: description,
        fadeFrames: graph.session.session.fades.sessionFrames(rate: factory.rate))
    } catch {
      throw HostError(.badSession, SessionProblem(error, in: graph.session).description)
    }
  }
}
