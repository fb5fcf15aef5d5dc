import TestSupport
import Testing

@testable import Graph

@Suite("Blueprint") struct BlueprintTests {
  private func edge(_ source: Int, _ destination: Int) -> GraphConnection {
    connect(.node(source, port: 0), .node(destination, port: 0))
  }

  private func blueprint(
    _ nodes: [GraphNode], _ connections: [GraphConnection] = [], capture: Int = 0,
    playback: Int = 0
  ) throws -> Blueprint {
    try Blueprint(
      GraphDescription(
        nodes: nodes, connections: connections, captureChannels: capture,
        playbackChannels: playback, maximumFrames: 8))
  }

  @Test func isEmptyForAnEmptyGraph() throws {
    let empty = try blueprint([])
    #expect(empty.steps == [])
    #expect(empty.bufferCount == 1)
    #expect(empty.capture == [])
    #expect(empty.playback == [])
    #expect(empty.width == 0)
    #expect(empty.criticalPath == 0)
    #expect(empty.latencyFrames == 0)
  }

  @Test func callsNodesWithoutPorts() throws {
    let node = ClosureNode { _ in }.graphNode("n")
    let blueprint = try blueprint([node])
    #expect(
      blueprint.steps == [
        Blueprint.Step(
          node: 0, role: .node, inputs: [], outputs: [], predecessors: [], successors: [])
      ])
  }

  @Test func sumsFiveHundredInputsInTheOrderOfTheSession() throws {
    var random = SeededGenerator(seed: 3)
    let sources = Array(0..<500).shuffled(using: &random)
    let nodes = (0..<500).map { GraphNode.constant(Float($0)) } + [.wire("sum")]
    let blueprint = try blueprint(nodes, sources.map { edge($0, 500) })
    let last = try #require(blueprint.steps.last)
    #expect(last.node == 500)
    #expect(last.inputs.map { $0.sources.map(\.connection) } == [Array(0..<500)])
    #expect(last.predecessors == Array(0..<500))
    #expect(Set(last.inputs[0].sources.map(\.buffer)).count == 500)
  }

  @Test func readsFiveHundredPorts() throws {
    let node = ClosureNode { _ in }.graphNode("n", inputs: 500, outputs: 500)
    let blueprint = try blueprint(
      [.constant(1), node], (0..<500).map { connect(.node(0, port: 0), .node(1, port: $0)) })
    let last = try #require(blueprint.steps.last)
    #expect(Set(last.inputs.map(\.buffer)).count == 1)
    #expect(Set(last.outputs).count == 500)
    #expect(!last.outputs.contains(last.inputs[0].buffer))
  }

  @Test func performsOneWayAfterTheOther() throws {
    // Two chains that meet, and a source that is read last only.
    let nodes = ["late", "a", "b", "c", "d", "sum"].map { GraphNode.wire($0) }
    let blueprint = try blueprint(
      nodes, [edge(1, 2), edge(3, 4), edge(2, 5), edge(4, 5), edge(0, 5)])
    #expect(blueprint.steps.map(\.node) == [0, 1, 2, 3, 4, 5])
    let crossed = try self.blueprint(
      nodes, [edge(1, 3), edge(2, 4), edge(3, 5), edge(4, 5), edge(0, 5)])
    #expect(crossed.steps.map(\.node) == [0, 1, 3, 2, 4, 5])
  }

  @Test func waitsOnlyForThoseItHasTo() throws {
    let blueprint = try blueprint(
      ["a", "b", "c"].map { .wire($0) }, [edge(0, 2), edge(0, 1), edge(1, 2)])
    #expect(blueprint.steps.map(\.predecessors) == [[], [0], [1]])
    #expect(blueprint.steps.map(\.successors) == [[1], [2], []])
    #expect(blueprint.criticalPath == 3)
  }

  @Test func isTheSameEveryTime() throws {
    let graph = RandomDescription.make(seed: 11, nodeCount: 200)
    let first = try Blueprint(graph)
    for _ in 0..<5 {
      let again = try Blueprint(graph)
      #expect(again.steps == first.steps)
      #expect(again.playback == first.playback)
      #expect(again.bufferCount == first.bufferCount)
    }
  }

  @Test func compilesTenThousandNodesInARow() throws {
    let blueprint = try blueprint(
      (0..<10_000).map { _ in
        GraphNode(name: "", process: { _, _ in }, context: nil, inputCount: 1, outputCount: 1)
      },
      (1..<10_000).map { edge($0 - 1, $0) })
    #expect(blueprint.criticalPath == 10_000)
    #expect(blueprint.bufferCount == 3)
  }

  @Test func mayHaveAConnectionTwiceWhileItFades() throws {
    let going = GraphConnection(
      from: .node(0, port: 0), to: .node(1, port: 0), delayFrames: 3, fade: .fadeOut)
    let coming = GraphConnection(
      from: .node(0, port: 0), to: .node(1, port: 0), delayFrames: 5, fade: .fadeIn)
    let blueprint = try blueprint([.constant(1), .wire("b")], [going, coming])
    let last = try #require(blueprint.steps.last)
    #expect(last.inputs[0].sources.map(\.delayFrames) == [3, 5])
    #expect(last.inputs[0].sources.map(\.fade) == [.fadeOut, .fadeIn])
    #expect(Set(last.inputs[0].sources.map(\.buffer)).count == 1)
  }
}
