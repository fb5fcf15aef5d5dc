import Testing

@testable import Graph

@Suite("GraphError") struct GraphErrorTests {
  private func error(
    _ nodes: [GraphNode], _ connections: [GraphConnection], capture: Int = 0, playback: Int = 0,
    maximumFrames: Int = 64
  ) -> GraphError? {
    #expect(throws: GraphError.self) {
      try Plan(
        compiling: GraphDescription(
          nodes: nodes, connections: connections, captureChannels: capture,
          playbackChannels: playback, maximumFrames: maximumFrames))
    }
  }

  private func edge(_ source: Int, _ destination: Int) -> GraphConnection {
    connect(.node(source, port: 0), .node(destination, port: 0))
  }

  @Test func namesANodeConnectedToItself() {
    let found = error([.wire("a")], [edge(0, 0)])
    #expect(found?.code == .cycle)
    #expect(found?.nodes == ["a"])
    #expect(found?.message == "cycle: a -> a; put a feedback node into it")
  }

  @Test func namesTwoNodesThatWaitForEachOther() {
    let found = error([.wire("a"), .wire("b")], [edge(1, 0), edge(0, 1)])
    #expect(found?.message == "cycle: a -> b -> a; put a feedback node into it")
  }

  @Test func namesFiveNodesInOrderAndNotThoseBeforeOrBehind() {
    let names = ["before", "e", "c", "behind", "a", "d", "b"]
    func place(_ name: String) -> Int { names.firstIndex(of: name) ?? -1 }
    let ways = [
      ("before", "a"), ("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "a"), ("c", "behind"),
    ]
    let found = error(
      names.map { .wire($0) }, ways.map { edge(place($0.0), place($0.1)) })
    #expect(found?.code == .cycle)
    #expect(found?.message == "cycle: e -> a -> b -> c -> d -> e; put a feedback node into it")
    #expect(found?.nodes == ["e", "a", "b", "c", "d"])
  }

  @Test func refusesUnknownNodes() {
    for index in [-1, 1, 7] {
      let from = error([.wire("a")], [edge(index, 0)])
      #expect(from?.code == .unknownNode)
      #expect(from?.message == "there is no node \(index + 1): the graph has 1")
      #expect(error([.wire("a")], [edge(0, index)])?.code == .unknownNode)
    }
  }

  @Test func refusesUnknownPortsByTheNodesName() {
    let nodes: [GraphNode] = [.constant(1, "source"), .wire("b", ports: 2)]
    let output = error(nodes, [connect(.node(0, port: 1), .node(1, port: 0))])
    #expect(output?.code == .unknownPort)
    #expect(output?.message == "node source has no output 2: it has 1")
    #expect(output?.nodes == ["source"])
    let input = error(nodes, [connect(.node(0, port: 0), .node(1, port: 2))])
    #expect(input?.message == "node b has no input 3: it has 2")
    #expect(error(nodes, [connect(.node(0, port: 0), .node(1, port: -1))])?.code == .unknownPort)
  }

  @Test func refusesUnknownChannels() {
    let capture = error([.wire("a")], [connect(.capture(2), .node(0, port: 0))], capture: 2)
    #expect(capture?.code == .unknownPort)
    #expect(capture?.message == "the device captures 2 channels: there is no channel 3")
    let playback = error([.wire("a")], [connect(.node(0, port: 0), .playback(0))])
    #expect(playback?.message == "the device plays 0 channels: there is no channel 1")
  }

  @Test func refusesConnectionsAgainstTheFlow() {
    let from = error([.wire("a")], [connect(.playback(0), .node(0, port: 0))], playback: 1)
    #expect(from?.code == .wrongDirection)
    let to = error([.wire("a")], [connect(.node(0, port: 0), .capture(0))], capture: 1)
    #expect(to?.code == .wrongDirection)
  }

  @Test func refusesTheSameConnectionTwice() {
    let found = error([.wire("a"), .wire("b")], [edge(0, 1), edge(0, 1)])
    #expect(found?.code == .duplicateConnection)
    #expect(found?.message == "output 1 of node a is connected twice to input 1 of node b")
    #expect(found?.nodes == ["a", "b"])
    let direct = [connect(.capture(0), .playback(1)), connect(.capture(0), .playback(1))]
    #expect(
      error([], direct, capture: 1, playback: 2)?.message
        == "capture channel 1 is connected twice to playback channel 2")
  }

  @Test func refusesImpossibleSizes() {
    #expect(error([], [], maximumFrames: 0)?.code == .invalidSize)
    #expect(error([], [], capture: -1)?.code == .invalidSize)
    #expect(error([], [], playback: -1)?.code == .invalidSize)
    let node = ClosureNode { _ in }.graphNode("n", inputs: -1)
    #expect(error([node], [])?.message == "node n has a negative number of ports")
  }

  private func late(_ frames: Int) -> GraphNode {
    GraphNode(
      name: "n", process: { _, _ in }, context: nil, inputCount: 1, outputCount: 1,
      latencyFrames: frames)
  }

  @Test func refusesImpossibleLatencies() {
    for frames in [-1, GraphLatencies.maximumFrames + 1, .max, .min] {
      let found = error([late(frames)], [])
      #expect(found?.code == .invalidSize)
      #expect(
        found?.message == "node n has a latency of \(frames) frames: it can have 0 to 16777216")
      #expect(found?.nodes == ["n"])
    }
  }

  @Test func refusesImpossibleDelays() {
    let before = GraphConnection(
      from: .node(0, port: 0), to: .node(1, port: 0), delayFrames: -1)
    let found = error([.wire("a"), .wire("b")], [before])
    #expect(found?.code == .invalidSize)
    #expect(
      found?.message == "output 1 of node a to input 1 of node b cannot be delayed by -1 frames")
    #expect(found?.nodes == ["a", "b"])
    let long = GraphConnection(from: .capture(0), to: .playback(0), delayFrames: .max)
    #expect(error([], [long], capture: 1, playback: 1)?.code == .invalidSize)
  }

  @Test func namesACycleBesideOneWithAFeedbackNode() {
    let nodes: [GraphNode] = [
      .feedback(name: "f", channels: 1, maximumFrames: 64), .wire("a"), .wire("b"), .wire("c"),
    ]
    let found = error(nodes, [edge(0, 1), edge(1, 0), edge(1, 2), edge(2, 3), edge(3, 2)])
    #expect(found?.message == "cycle: b -> c -> b; put a feedback node into it")
    #expect(found?.nodes == ["b", "c"])
  }
}
