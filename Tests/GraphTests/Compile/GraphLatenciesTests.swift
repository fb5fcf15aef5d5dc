import Testing

@testable import Graph

@Suite("GraphLatencies") struct GraphLatenciesTests {
  private func node(
    _ name: String, latency: Int = 0, inputs: Int = 1, outputs: Int = 1
  ) -> GraphNode {
    GraphNode(
      name: name, process: { _, _ in }, context: nil, inputCount: inputs, outputCount: outputs,
      latencyFrames: latency)
  }

  private func edge(_ source: Int, _ destination: Int) -> GraphConnection {
    connect(.node(source, port: 0), .node(destination, port: 0))
  }

  private func latencies(
    _ nodes: [GraphNode], _ connections: [GraphConnection]
  ) throws -> GraphLatencies {
    try GraphLatencies(
      GraphDescription(
        nodes: nodes, connections: connections, captureChannels: 2, playbackChannels: 2,
        maximumFrames: 8))
  }

  @Test func areNoneWhereNobodyIsLate() throws {
    let found = try latencies([], [connect(.capture(0), .playback(0))])
    #expect(found.arrivalFrames == [])
    #expect(found.delayFrames == [0])
    #expect(found.latencyFrames == 0)
  }

  @Test func addUpAlongAChain() throws {
    let found = try latencies(
      [node("a", latency: 3), node("b"), node("c", latency: 5)],
      [
        connect(.capture(0), .node(0, port: 0)), edge(0, 1), edge(1, 2),
        connect(.node(2, port: 0), .playback(0)),
      ])
    #expect(found.arrivalFrames == [0, 3, 3])
    #expect(found.delayFrames == [0, 0, 0, 0])
    #expect(found.latencyFrames == 8)
  }

  @Test func delayTheShorterWayOfADiamond() throws {
    let found = try latencies(
      [node("split"), node("late", latency: 64), node("later", latency: 100), node("sum")],
      [
        edge(0, 1), edge(0, 2), edge(1, 3), edge(2, 3), edge(0, 3),
        connect(.node(3, port: 0), .playback(0)),
      ])
    #expect(found.arrivalFrames == [0, 0, 0, 100])
    #expect(found.delayFrames == [0, 0, 36, 0, 100, 0])
    #expect(found.latencyFrames == 100)
  }

  @Test func meetAcrossThePortsOfANode() throws {
    let found = try latencies(
      [node("late", latency: 7), node("both", inputs: 2)],
      [
        connect(.capture(0), .node(0, port: 0)), edge(0, 1),
        connect(.capture(1), .node(1, port: 1)),
      ])
    #expect(found.arrivalFrames == [0, 7])
    #expect(found.delayFrames == [0, 0, 7])
    #expect(found.latencyFrames == 0)
  }

  @Test func keepPlayedChannelsTogether() throws {
    let found = try latencies(
      [node("late", latency: 7)],
      [
        connect(.capture(0), .node(0, port: 0)), connect(.node(0, port: 0), .playback(0)),
        connect(.capture(1), .playback(1)),
      ])
    #expect(found.delayFrames == [0, 0, 7])
    #expect(found.latencyFrames == 7)
  }

  @Test func passByWhatOptsOut() throws {
    let optingOut = [
      GraphConnection(
        from: .node(0, port: 0), to: .node(1, port: 0), compensates: false),
      GraphConnection(from: .node(1, port: 0), to: .playback(1), compensates: false),
    ]
    let found = try latencies(
      [node("late", latency: 7), node("sum", latency: 2)],
      [connect(.capture(0), .node(1, port: 0)), connect(.capture(0), .playback(0))] + optingOut)
    #expect(found.arrivalFrames == [0, 0])
    #expect(found.delayFrames == [0, 0, 0, 0])
    #expect(found.latencyFrames == 0)
  }

  @Test func leaveSettledDelaysAlone() throws {
    let settled = GraphConnection(
      from: .capture(0), to: .node(1, port: 0), delayFrames: 3)
    let optingOut = GraphConnection(
      from: .capture(1), to: .node(1, port: 0), compensates: false, delayFrames: 4)
    let found = try latencies(
      [node("late", latency: 7), node("sum")], [edge(0, 1), settled, optingOut])
    #expect(found.arrivalFrames == [0, 7])
    #expect(found.delayFrames == [0, 3, 4])
  }

  @Test func beginAnewBehindAFeedbackNode() throws {
    let found = try latencies(
      [
        node("late", latency: 7), .feedback(name: "f", channels: 1, maximumFrames: 8),
        node("sum"),
      ],
      [edge(0, 1), connect(.capture(0), .node(1, port: 0)), edge(1, 2), edge(0, 2)])
    #expect(found.arrivalFrames == [0, 7, 7])
    #expect(found.delayFrames == [0, 7, 7, 0])
  }

  @Test func allowOneNodeToBeLateByTheMostFrames() throws {
    let most = GraphLatencies.maximumFrames
    let found = try latencies(
      [node("late", latency: most), node("sum")],
      [edge(0, 1), connect(.capture(0), .node(1, port: 0))])
    #expect(found.delayFrames == [0, most])
  }

  @Test func refuseDelaysThatAreTooLong() throws {
    let most = GraphLatencies.maximumFrames
    let error = #expect(throws: GraphError.self) {
      try latencies(
        [node("late", latency: most), node("later", latency: 1)],
        [
          edge(0, 1), connect(.node(1, port: 0), .playback(0)),
          connect(.capture(0), .playback(0)),
        ])
    }
    #expect(error?.code == .invalidSize)
    #expect(
      error?.message
        == "capture channel 1 to playback channel 1 would be delayed by 16777217 frames: at most"
        + " 16777216 can be")
  }

  @Test func refuseWhatAGraphWithACycleRefuses() {
    #expect(throws: GraphError(cycle: [node("a")])) { try latencies([node("a")], [edge(0, 0)]) }
    #expect(throws: GraphError.self) { try latencies([node("a")], [edge(0, 1)]) }
  }

  @Test func areTheBlueprints() throws {
    let graph = GraphDescription(
      nodes: [node("late", latency: 7), node("sum")],
      connections: [
        edge(0, 1), connect(.capture(0), .node(1, port: 0)),
        connect(.node(1, port: 0), .playback(0)), connect(.capture(0), .playback(1)),
      ], captureChannels: 1, playbackChannels: 2, maximumFrames: 8)
    let blueprint = try Blueprint(graph)
    let sum = try #require(blueprint.steps.first { $0.node == 1 })
    #expect(sum.inputs[0].sources.map(\.delayFrames) == [0, 7])
    #expect(blueprint.playback.map { $0.map(\.delayFrames) } == [[0], [7]])
    #expect(blueprint.latencyFrames == 7)
  }

  @Test func delayASingleSourceAtItsDestination() throws {
    let graph = GraphDescription(
      nodes: [node("a")],
      connections: [GraphConnection(from: .capture(0), to: .node(0, port: 0), delayFrames: 5)],
      captureChannels: 1, maximumFrames: 8)
    let input = try #require(try Blueprint(graph).steps.first?.inputs.first)
    #expect(input.sources.map(\.delayFrames) == [5])
    #expect(input.buffer != input.sources[0].buffer)
  }
}
