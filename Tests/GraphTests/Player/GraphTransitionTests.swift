import Testing

@testable import Graph

@Suite("GraphTransition") struct GraphTransitionTests {
  private func graph(
    _ nodes: [GraphNode], _ connections: [GraphConnection], playback: Int = 1, frames: Int = 16
  ) -> GraphDescription {
    GraphDescription(
      nodes: nodes, connections: connections, captureChannels: 1, playbackChannels: playback,
      maximumFrames: frames)
  }

  /// Capture through some nodes with one input and output each, to playback.
  private func chain(_ nodes: [GraphNode]) -> GraphDescription {
    let ends = [GraphEndpoint.capture(0)] + nodes.indices.map { .node($0, port: 0) }
    let connections = zip(ends, nodes.indices).map { connect($0, .node($1, port: 0)) }
    return graph(nodes, connections + [connect(ends[nodes.count], .playback(0))])
  }

  private func settled(
    _ source: GraphEndpoint, _ destination: GraphEndpoint, _ frames: Int,
    _ fade: GraphConnection.Fade = .none
  ) -> GraphConnection {
    GraphConnection(from: source, to: destination, delayFrames: frames, fade: fade)
  }

  @Test func hasNoStagesWhenNothingIsHeardToChange() throws {
    let (a, b) = (GraphNode.wire("a"), GraphNode.wire("b"))
    let old = graph([a, b], [connect(.capture(0), .node(0, port: 0))])
    #expect(try GraphTransition(from: old, to: old).stages.isEmpty)
    let turned = graph([b, a], [connect(.capture(0), .node(1, port: 0))])
    #expect(try GraphTransition(from: old, to: turned).stages.isEmpty)
    #expect(try GraphTransition(from: old, to: graph([a], old.connections)).stages.isEmpty)
  }

  @Test func fadesAtPlaybackWhenANodeComes() throws {
    let node = LatencyNode(latencyFrames: 5).graphNode("late")
    let transition = try GraphTransition(from: chain([]), to: chain([node]))
    let stage = try #require(transition.stages.first)
    #expect(transition.stages.count == 1)
    #expect(transition.latencyFrames == 5)
    #expect(stage.settleFrames == 5)
    #expect(
      stage.graph.connections == [
        settled(.capture(0), .node(0, port: 0), 0),
        settled(.node(0, port: 0), .playback(0), 0, .fadeIn),
        settled(.capture(0), .playback(0), 0, .fadeOut),
      ])
  }

  @Test func leavesALeavingNodeItsInputs() throws {
    let (a, b) = (GraphNode.wire("a"), GraphNode.wire("b"))
    let stages = try GraphTransition(from: chain([a, b]), to: chain([a])).stages
    #expect(stages.map(\.settleFrames) == [0])
    #expect(
      stages[0].graph.connections == [
        settled(.capture(0), .node(0, port: 0), 0),
        settled(.node(0, port: 0), .playback(0), 0, .fadeIn),
        settled(.node(1, port: 0), .playback(0), 0, .fadeOut),
        settled(.node(0, port: 0), .node(1, port: 0), 0),
      ])
    #expect(stages[0].graph.nodes.map(\.name) == ["a", "b"])
  }

  @Test func fadesFromOneDelayToTheOther() throws {
    let late = LatencyNode(latencyFrames: 7)
    let dry = connect(.capture(0), .playback(0))
    let wet = chain([late.graphNode("late")])
    let old = graph(wet.nodes, wet.connections + [dry])
    var new = old
    new.nodes[0].latencyFrames = 3
    let stage = try #require(try GraphTransition(from: old, to: new).stages.first)
    #expect(stage.settleFrames == 3)
    #expect(
      stage.graph.connections == [
        settled(.capture(0), .node(0, port: 0), 0),
        settled(.node(0, port: 0), .playback(0), 0),
        settled(.capture(0), .playback(0), 7, .fadeOut),
        settled(.capture(0), .playback(0), 3, .fadeIn),
      ])
  }

  @Test func settlesUntilTheLongestNewWayIsFull() throws {
    let nodes = [3, 4, 20].map { LatencyNode(latencyFrames: $0).graphNode("\($0)") }
    let way = chain(Array(nodes[0...1]))
    // The last node leads nowhere: nobody waits for it.
    let new = graph(nodes, way.connections + [connect(.capture(0), .node(2, port: 0))])
    #expect(try GraphTransition(from: chain([]), to: new).stages.map(\.settleFrames) == [7])
    let back = try GraphTransition(from: new, to: chain([]))
    #expect(back.stages.map(\.settleFrames) == [0])
    #expect(back.latencyFrames == 0)
  }

  @Test func fadesOutBeforeItFadesInWhereBothWouldBeACycle() throws {
    let (a, b) = (GraphNode.wire("a"), GraphNode.wire("b"))
    let stages = try GraphTransition(from: chain([a, b]), to: chain([b, a])).stages
    #expect(stages.count == 2)
    #expect(stages[0].graph.connections.allSatisfy { $0.fade == .fadeOut })
    #expect(stages[0].graph.connections.count == 3)
    #expect(stages[1].graph.connections.allSatisfy { $0.fade == .fadeIn })
    #expect(stages[1].graph.connections.count == 3)
    #expect(stages[1].graph.nodes.map(\.name) == ["b", "a"])
  }

  @Test func keepsWhatStaysWhileItFadesOutAndIn() throws {
    let nodes = ["a", "b", "c"].map { GraphNode.wire($0) }
    let kept = [connect(.capture(0), .node(0, port: 0)), connect(.node(2, port: 0), .playback(0))]
    let old = graph(nodes, kept + [connect(.node(0, port: 0), .node(1, port: 0))])
    let new = graph(nodes, kept + [connect(.node(1, port: 0), .node(0, port: 0))])
    let stages = try GraphTransition(from: old, to: new).stages
    #expect(
      stages.map { $0.graph.connections.map(\.fade) } == [
        [.none, .none, .fadeOut], [.none, .fadeIn, .none],
      ])
  }

  @Test func putsWhatVanishesWhereItWasSummed() throws {
    let sources = (0..<5).map { GraphNode.constant(Float($0), "\($0)") }
    func sum(_ places: [Int]) -> GraphDescription {
      graph(sources, places.map { connect(.node($0, port: 0), .playback(0)) })
    }
    let stage = try #require(
      try GraphTransition(from: sum([0, 1, 2, 3]), to: sum([4, 1, 3])).stages.first)
    #expect(stage.graph.connections.map(\.source) == [4, 0, 1, 2, 3].map { .node($0, port: 0) })
    #expect(stage.graph.connections.map(\.fade) == [.fadeIn, .fadeOut, .none, .fadeOut, .none])
  }

  @Test func letsANewFeedbackNodeHearARamp() throws {
    let feedback = GraphNode.feedback(name: "back", channels: 1, maximumFrames: 16)
    let stage = try #require(
      try GraphTransition(from: chain([]), to: chain([feedback])).stages.first)
    #expect(stage.settleFrames == 0)
    #expect(stage.graph.connections.map(\.fade) == [.fadeIn, .fadeIn, .fadeOut])
  }

  @Test func hasTheChannelsOfBoth() throws {
    let node = GraphNode.constant(1)
    let connections = [connect(.node(0, port: 0), .playback(0))]
    let wide = graph([node], connections + [connect(.node(0, port: 0), .playback(1))], playback: 2)
    let narrow = graph([node], connections)
    for (old, new) in [(wide, narrow), (narrow, wide)] {
      let stage = try #require(try GraphTransition(from: old, to: new).stages.first)
      #expect(stage.graph.playbackChannels == 2)
      #expect(
        stage.graph.connections.map(\.fade).contains(old.playbackChannels == 2 ? .fadeOut : .fadeIn)
      )
    }
  }

  @Test func refusesAnotherNumberOfFrames() {
    let error = #expect(throws: GraphError.self) {
      try GraphTransition(from: graph([], []), to: graph([], [], frames: 17))
    }
    #expect(error?.code == .invalidSize)
    #expect(
      error?.message
        == "a graph for up to 17 frames cannot take the place of one for 16 while that plays")
  }

  @Test func refusesAnotherProcessorWithTheSameState() {
    let first = GraphNode.wire("first")
    let second = LatencyNode().graphNode("second", state: first.state)
    let error = #expect(throws: GraphError.self) {
      try GraphTransition(from: chain([first]), to: chain([second]))
    }
    #expect(error?.code == .changedNode)
    #expect(error?.nodes == ["second"])
  }

  @Test func refusesANodeThatIsThereTwice() {
    let node = GraphNode.wire("twin")
    let error = #expect(throws: GraphError.self) {
      try GraphTransition(from: graph([], []), to: graph([node, node], []))
    }
    #expect(error?.code == .duplicateNode)
    #expect(error?.message == "node twin is there twice with the same state")
  }

  @Test func refusesWhatDoesNotCompile() {
    let node = GraphNode.wire("loop")
    let error = #expect(throws: GraphError.self) {
      try GraphTransition(
        from: chain([]), to: graph([node], [connect(.node(0, port: 0), .node(0, port: 0))]))
    }
    #expect(error?.code == .cycle)
  }

  /// Whatever the pair: without what comes it is the old graph, without what goes the new one.
  @Test(arguments: [true, false]) func holdsBothGraphsOfARandomPair(sharesOrder: Bool) throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("random transitions: seeds from \(first)")
    var twoStaged = 0
    for seed in first..<(first + 300) {
      let edit = RandomEdit(seed: seed, sharesOrder: sharesOrder, maximumFrames: 16)
      let stages = try GraphTransition(from: edit.old, to: edit.new).stages
      #expect(stages.count <= (sharesOrder ? 1 : 2), "seed \(seed)")
      for stage in stages { _ = try Plan(compiling: stage.graph) }
      if stages.count == 2 { twoStaged += 1 }
      guard stages.count == 1 else { continue }
      let (union, old) = (try Heard(stages[0].graph), try Heard(edit.old))
      #expect(union.holds(old, without: .fadeIn), "seed \(seed)")
      #expect(union.holds(try Heard(edit.new), without: .fadeOut), "seed \(seed)")
    }
    #expect(sharesOrder || twoStaged > 0)
  }
}

/// What meets at each place of a graph, by the names of the nodes.
private struct Heard {
  private var all: [String: [(source: String, fade: GraphConnection.Fade)]] = [:]
  private let places: Set<String>

  init(_ graph: GraphDescription) throws {
    let delays = try GraphLatencies(graph).delayFrames
    func name(_ end: GraphEndpoint) -> String {
      guard case .node(let node, let port) = end else { return "\(end)" }
      return "\(graph.nodes[node].name).\(port)"
    }
    for (connection, delay) in zip(graph.connections, delays) {
      all[name(connection.destination), default: []].append(
        (source: "\(name(connection.source)) + \(delay)", fade: connection.fade))
    }
    places = Set(
      graph.nodes.indices.flatMap { node in (0..<4).map { name(.node(node, port: $0)) } }
    )
    .union((0..<graph.playbackChannels).map { name(.playback($0)) })
  }

  /// Whether it is another graph where that one is, but for what fades in or out.
  func holds(_ other: Heard, without fade: GraphConnection.Fade) -> Bool {
    other.places.allSatisfy { place in
      let heard = all[place, default: []].filter { $0.fade != fade }
      return heard.map(\.source) == other.all[place, default: []].map(\.source)
    }
  }
}
