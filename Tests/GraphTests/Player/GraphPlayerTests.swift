import TestSupport
import Testing

@testable import Graph

@Suite("GraphPlayer", .serialized) struct GraphPlayerTests {
  private let runner: PlayerRunner

  init() throws { runner = try PlayerRunner() }

  private func graph(
    _ nodes: [GraphNode], _ connections: [GraphConnection], frames: Int = 8
  ) -> GraphDescription {
    GraphDescription(
      nodes: nodes, connections: connections, captureChannels: 1, playbackChannels: 1,
      maximumFrames: frames)
  }

  /// A node that plays one value, connected to playback.
  private func constant(_ value: Float) -> GraphDescription {
    graph([.constant(value)], [connect(.node(0, port: 0), .playback(0))])
  }

  private func chain(_ nodes: [GraphNode]) -> GraphDescription {
    let ends = [GraphEndpoint.capture(0)] + nodes.indices.map { .node($0, port: 0) }
    let connections = zip(ends, nodes.indices).map { connect($0, .node($1, port: 0)) }
    return graph(nodes, connections + [connect(ends[nodes.count], .playback(0))])
  }

  /// Plays a period of 8 frames and then lets the player go on.
  private func play(_ player: GraphPlayer, _ captured: Float = 0) -> [Float] {
    let capture = [[Float](repeating: captured, count: 8)]
    let played = runner.play(player.handle, capture: capture, frames: 8)
    player.advance()
    return played[0]
  }

  /// Plays until the player is settled.
  private func settle(_ player: GraphPlayer, _ captured: Float = 0) {
    for _ in 0..<10_000 where !player.isSettled { _ = play(player, captured) }
    #expect(player.isSettled)
  }

  private func repeated(_ value: Float) -> [Float] { [Float](repeating: value, count: 8) }

  @Test func playsItsFirstGraphWithoutAFade() throws {
    let player = try GraphPlayer(playing: constant(0.5))
    #expect(player.isSettled)
    #expect(play(player) == repeated(0.5))
    #expect(player.statistics == GraphPlayerStatistics())
  }

  @Test func fadesFromOneGraphToTheOther() throws {
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 16)
    #expect(play(player) == repeated(1))
    try player.replace(with: constant(-1))
    #expect(!player.isSettled)
    #expect(play(player) == (1...8).map { 1 - Float($0) / 8 })
    #expect(play(player) == (1...8).map { -Float($0) / 8 })
    #expect(!player.isSettled)
    #expect(play(player) == repeated(-1))
    #expect(player.isSettled)
    #expect(player.statistics.begun == 1)
    #expect(player.statistics.finished == 1)
    #expect(player.statistics.takenPlans == 2)
    #expect(player.statistics.retiredPlans == 2)
    #expect(player.statistics.occupiedPlans == 0)
  }

  @Test func waitsUntilWhatIsNewHasComeThrough() throws {
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 8)
    let late = LatencyNode(latencyFrames: 10)
    try player.replace(with: chain([late.graphNode("late")]))
    #expect(player.latencyFrames == 10)
    let played = (0..<3).flatMap { _ in play(player, 3) }
    #expect(
      played == repeated(1) + [1, 1] + (1...8).map { 1 + Float($0) / 4 }
        + Array(repeating: 3, count: 6))
  }

  @Test func changesNothingForTheSameGraph() throws {
    let first = constant(1)
    let player = try GraphPlayer(playing: first)
    var outcomes: [GraphPlayer.Outcome] = []
    try player.replace(with: first) { outcomes.append($0) }
    #expect(player.isSettled)
    #expect(outcomes == [.finished])
    #expect(play(player) == repeated(1))
    #expect(player.statistics == GraphPlayerStatistics())
  }

  @Test func refusesWhatDoesNotCompileAndPlaysOn() throws {
    let noise = LatencyNode(latencyFrames: 3, gain: 0.7)
    let player = try GraphPlayer(playing: chain([noise.graphNode("first")]))
    let twin = try GraphPlayer(
      playing: chain([LatencyNode(latencyFrames: 3, gain: 0.7).graphNode("twin")]))
    let other = try PlayerRunner()
    var random = SeededGenerator(seed: 7)
    for period in 0..<20 {
      let capture = [(0..<8).map { _ in random.sample() }]
      if period == 5 {
        let loop = GraphNode.wire("loop")
        let wrong = graph([loop], [connect(.node(0, port: 0), .node(0, port: 0))])
        let error = #expect(throws: GraphError.self) { try player.replace(with: wrong) }
        #expect(error?.code == .cycle)
      }
      let played = runner.play(player.handle, capture: capture, frames: 8)
      #expect(played == other.play(twin.handle, capture: capture, frames: 8))
    }
    #expect(player.isSettled)
    #expect(player.description.nodes.map(\.name) == ["first"])
    #expect(player.statistics.refused == 1)
    #expect(player.statistics.begun == 0)
  }

  @Test func refusesAMistakeWhileAnEditIsUnderWay() throws {
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 16)
    try player.replace(with: constant(2))
    _ = play(player)
    #expect(throws: GraphError.self) { try player.replace(with: graph([], [], frames: 9)) }
    #expect(player.statistics.refused == 1)
    settle(player)
    #expect(play(player) == repeated(2))
  }

  @Test func beginsTheLastOfSeveralEditsAfterTheOneUnderWay() throws {
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 32)
    var outcomes: [String] = []
    for value in [2, 3, 4] {
      try player.replace(with: constant(Float(value))) { outcomes.append("\(value) \($0)") }
      _ = play(player)
    }
    #expect(outcomes == ["3 superseded"])
    settle(player)
    #expect(play(player) == repeated(4))
    #expect(outcomes == ["3 superseded", "2 finished", "4 finished"])
    #expect(player.statistics.begun == 2)
    #expect(player.statistics.superseded == 1)
  }

  @Test func describesWhatWasAskedForLast() throws {
    let late = chain([LatencyNode(latencyFrames: 4).graphNode("late")])
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 16)
    #expect(player.latencyFrames == 0)
    try player.replace(with: constant(2))
    try player.replace(with: late)
    #expect(player.description.isSame(as: late))
    #expect(player.latencyFrames == 4)
    settle(player)
    #expect(player.description.isSame(as: late))
    #expect(player.latencyFrames == 4)
    #expect(player.plan.latencyFrames == 4)
  }

  @Test func mayBeEditedByItsOwnCompletion() throws {
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 8)
    let next = constant(3)
    try player.replace(with: constant(2)) { _ in
      try? player.replace(with: next)
    }
    settle(player)
    #expect(play(player) == repeated(3))
  }

  @Test func removesEverythingAndBringsItBack() throws {
    let full = constant(1)
    let player = try GraphPlayer(playing: full, fadeFrames: 8)
    try player.replace(with: graph([], []))
    #expect(play(player) == (1...8).map { 1 - Float($0) / 8 })
    settle(player)
    #expect(play(player) == repeated(0))
    try player.replace(with: full)
    #expect(play(player) == (1...8).map { Float($0) / 8 })
    settle(player)
    #expect(play(player) == repeated(1))
  }

  @Test func fadesOutAndInWhereBothGraphsWouldBeACycle() throws {
    let (a, b) = (LatencyNode(gain: 2), LatencyNode(gain: 3))
    let nodes = [a.graphNode("a"), b.graphNode("b")]
    let player = try GraphPlayer(playing: chain(nodes), fadeFrames: 8)
    #expect(play(player, 1) == repeated(6))
    try player.replace(with: chain(nodes.reversed()))
    // Three gains fall in a row, and then rise.
    let ramp = (1...8).map { 1 - Float($0) / 8 }
    #expect(zip(play(player, 1), ramp).allSatisfy { abs($0 - 6 * $1 * $1 * $1) < 1e-5 })
    #expect(play(player, 1)[7] == 6)
    settle(player, 1)
    #expect(player.statistics.takenPlans == 3)
    #expect(a.callCount == b.callCount)
  }

  @Test func forgetsAPluginThatPlaysNoNumbers() throws {
    let broken = chain([LatencyNode(gain: .nan).graphNode("broken")])
    let player = try GraphPlayer(playing: broken, fadeFrames: 16)
    #expect(play(player, 1).allSatisfy { $0.isNaN })
    try player.replace(with: chain([]))
    settle(player, 1)
    #expect(play(player, 1) == repeated(1))
  }

  @Test func restartsANodeThatComesBack() throws {
    let node = LatencyNode(latencyFrames: 5)
    let with = chain([node.graphNode("late")])
    let player = try GraphPlayer(playing: with, fadeFrames: 8)
    _ = play(player, 1)
    try player.replace(with: chain([]))
    settle(player, 1)
    #expect(node.restartCount == 0)
    try player.replace(with: with)
    #expect(node.restartCount == 1)
    settle(player, 1)
    // Also when it left with the edit before the one that was kept.
    try player.replace(with: chain([]))
    try player.replace(with: with)
    settle(player, 1)
    #expect(node.restartCount == 2)
    #expect(play(player, 1) == repeated(1))
    #expect(node.overlapCount == 0)
  }

  @Test func restartsNoNodeThatIsNew() throws {
    let node = LatencyNode()
    let player = try GraphPlayer(playing: chain([]), fadeFrames: 8)
    try player.replace(with: chain([node.graphNode("new")]))
    settle(player)
    #expect(node.restartCount == 0)
  }

  @Test func freesWhatIsNoLongerPlayed() throws {
    let player = try GraphPlayer(playing: chain([]), fadeFrames: 8)
    weak var owner: LatencyNode?
    do {
      let node = LatencyNode(latencyFrames: 3)
      owner = node
      try player.replace(with: chain([node.graphNode("short")]))
    }
    settle(player)
    #expect(owner != nil)
    try player.replace(with: chain([]))
    settle(player)
    #expect(owner == nil)
  }

  @Test func endsInTheMiddleOfAFade() throws {
    weak var first: LatencyNode?
    weak var second: LatencyNode?
    do {
      let (a, b) = (LatencyNode(), LatencyNode(latencyFrames: 100))
      (first, second) = (a, b)
      let player = try GraphPlayer(playing: chain([a.graphNode("a")]), fadeFrames: 1000)
      try player.replace(with: chain([b.graphNode("b")]))
      _ = play(player, 1)
      try player.replace(with: chain([a.graphNode("a")]))
      #expect(!player.isSettled)
    }
    #expect(first == nil)
    #expect(second == nil)
  }

  @Test func goesOnWithoutACycleOnlyWhenThereIsOne() throws {
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 8)
    try player.replace(with: constant(2))
    for _ in 0..<10 { player.advance() }
    #expect(!player.isSettled)
    #expect(player.statistics.takenPlans == 0)
    settle(player)
  }

  @Test func fadesAlikeHoweverItIsCutIntoPeriods() throws {
    func playAll(_ frames: Int) throws -> [Float] {
      let runner = try PlayerRunner()
      let player = try GraphPlayer(playing: constant(1), fadeFrames: 19)
      try player.replace(with: chain([LatencyNode(latencyFrames: 7).graphNode("late")]))
      return (0..<(40 / frames)).flatMap { _ in
        let capture = [[Float](repeating: 0.25, count: frames)]
        defer { player.advance() }
        return runner.play(player.handle, capture: capture, frames: frames)[0]
      }
    }
    let whole = try playAll(40)
    for frames in [1, 2, 4, 5, 8, 10, 20] {
      let parts = try playAll(frames)
      #expect(parts == whole)
    }
  }

  @Test func changesChannelsWhileItPlays() throws {
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 8)
    var wide = constant(1)
    wide.nodes = player.description.nodes
    wide.playbackChannels = 2
    wide.connections.append(connect(.node(0, port: 0), .playback(1)))
    try player.replace(with: wide)
    let fading = runner.play(player.handle, channels: 2, frames: 8)
    #expect(fading == [repeated(1), (1...8).map { Float($0) / 8 }])
    settle(player)
    #expect(runner.play(player.handle, channels: 2, frames: 8) == [repeated(1), repeated(1)])
    try player.replace(with: constant(1))
    settle(player)
    #expect(runner.play(player.handle, channels: 2, frames: 8) == [repeated(1), repeated(0)])
  }

  @Test func emptiesAFeedbackNodeThatComesBack() throws {
    let feedback = GraphNode.feedback(name: "back", channels: 1, maximumFrames: 32)
    let player = try GraphPlayer(playing: chain([feedback]), fadeFrames: 8)
    for _ in 0..<6 { _ = play(player, 1) }
    #expect(play(player, 1) == repeated(1))
    try player.replace(with: chain([]))
    settle(player)
    try player.replace(with: chain([feedback]))
    for _ in 0..<6 { #expect(play(player) == repeated(0)) }
    #expect(player.isSettled)
  }

  @Test func doesNotLookAtFadesOfADescription() throws {
    var going = constant(1)
    going.connections[0] = GraphConnection(
      from: .node(0, port: 0), to: .playback(0), fade: .fadeOut)
    let player = try GraphPlayer(playing: going, fadeFrames: 8)
    #expect(play(player) == repeated(1))
    var twice = going
    twice.connections.append(connect(.node(0, port: 0), .playback(0)))
    let error = #expect(throws: GraphError.self) { try player.replace(with: twice) }
    #expect(error?.code == .duplicateConnection)
  }

  @Test func adoptsAnotherPlayersBeginning() throws {
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 16)
    let handle = player.handle
    _ = play(player)
    // Longer periods, and other lengths of fades: no edit can do that.
    let longer = graph(
      [.constant(0.5)], [connect(.node(0, port: 0), .playback(0))], frames: 32)
    player.adopt(try GraphPlayer(playing: longer, fadeFrames: 4))
    #expect(player.isSettled)
    #expect(
      runner.play(handle, frames: 32)[0] == [Float](repeating: 0.5, count: 32))
    try player.replace(
      with: graph([.constant(-0.5)], [connect(.node(0, port: 0), .playback(0))], frames: 32))
    #expect(play(player).prefix(4) == [0.25, 0, -0.25, -0.5])
    settle(player)
    #expect(player.statistics.begun == 2)
    #expect(player.statistics.finished == 2)
    #expect(player.statistics.retiredPlans == player.statistics.takenPlans)
  }

  @Test func dropsEditsAsItAdopts() throws {
    let player = try GraphPlayer(playing: constant(1), fadeFrames: 16)
    _ = play(player)
    var outcomes: [GraphPlayer.Outcome] = []
    try player.replace(with: constant(2)) { outcomes.append($0) }
    try player.replace(with: constant(3)) { outcomes.append($0) }
    _ = play(player)
    player.adopt(try GraphPlayer(playing: constant(4)))
    #expect(outcomes == [.superseded, .superseded])
    #expect(player.isSettled)
    #expect(play(player) == repeated(4))
    #expect(player.statistics.occupiedPlans == 0)
  }

  @Test func countsOnFromAnotherNode() throws {
    let (old, new) = (GraphNode.constant(1), GraphNode.constant(1))
    let player = try GraphPlayer(
      playing: graph([old], [connect(.node(0, port: 0), .playback(0))]))
    for _ in 0..<40 { _ = play(player) }
    new.state.count(onFrom: old.state)
    #expect(new.statistics == old.statistics)
    #expect(new.statistics.performed == 40)
    #expect(new.state.costNanoseconds == old.state.costNanoseconds)
  }
}
