import TestSupport
import Testing

@testable import Graph

@Suite("Bypass", .serialized) struct BypassTests {
  /// What a bypassed node plays from its inputs, in periods of so many frames.
  private func play(
    _ node: LatencyNode, _ capture: [[Float]], inPeriodsOf frames: Int
  ) throws -> [[Float]] {
    let runner = try PlayerRunner()
    let player = try GraphPlayer(playing: graph(node.graphNode("node").bypassed()))
    let total = capture.first?.count ?? 30
    var played = [[Float]](repeating: [], count: node.outputCount)
    for begin in stride(from: 0, to: total, by: frames) {
      let end = min(total, begin + frames)
      let part = runner.play(
        player.handle, capture: capture.map { Array($0[begin..<end]) }, channels: node.outputCount,
        frames: end - begin)
      for (channel, samples) in part.enumerated() { played[channel] += samples }
    }
    return played
  }

  /// Each captured channel to the input of its number, each output to the channel of its number.
  private func graph(_ node: GraphNode) -> GraphDescription {
    GraphDescription(
      nodes: [node],
      connections: (0..<node.inputCount).map { connect(.capture($0), .node(0, port: $0)) }
        + (0..<node.outputCount).map { connect(.node(0, port: $0), .playback($0)) },
      captureChannels: node.inputCount, playbackChannels: node.outputCount, maximumFrames: 64)
  }

  private func noise(_ channels: Int, frames: Int) -> [[Float]] {
    var random = SeededGenerator(seed: 11)
    return (0..<channels).map { _ in (0..<frames).map { _ in random.sample() } }
  }

  @Test(arguments: [0, 1, 5, 64, 100], [1, 7, 30]) func playsItsInputsAsLateAsTheNode(
    latency: Int, period: Int
  ) throws {
    let sound = noise(2, frames: 210)
    let node = LatencyNode(latencyFrames: latency, inputs: 2, outputs: 2, gain: 0.1)
    let expected = sound.map { [Float](repeating: 0, count: latency) + $0.dropLast(latency) }
    let played = try play(node, sound, inPeriodsOf: period)
    #expect(played == expected)
  }

  @Test func playsMonoToAllOutputs() throws {
    let sound = noise(1, frames: 30)
    let silence = [Float](repeating: 0, count: 3)
    let played = try play(
      LatencyNode(latencyFrames: 3, inputs: 1, outputs: 3), sound, inPeriodsOf: 8)
    #expect(played == Array(repeating: silence + sound[0].dropLast(3), count: 3))
  }

  @Test func beginsAgainWithTheFirstInputForFurtherOutputs() throws {
    let sound = noise(2, frames: 30)
    let played = try play(LatencyNode(inputs: 2, outputs: 5), sound, inPeriodsOf: 8)
    #expect(played == [sound[0], sound[1], sound[0], sound[1], sound[0]])
  }

  @Test func leavesOutInputsWithoutAnOutput() throws {
    let sound = noise(3, frames: 30)
    let played = try play(LatencyNode(inputs: 3, outputs: 1), sound, inPeriodsOf: 8)
    #expect(played == [sound[0]])
  }

  @Test func isSilentWithoutInputs() throws {
    let played = try play(LatencyNode(inputs: 0, outputs: 2, gain: 1), [], inPeriodsOf: 8)
    #expect(played == Array(repeating: [Float](repeating: 0, count: 30), count: 2))
  }

  @Test func standsForItsNodeToTheOutside() {
    let node = LatencyNode(latencyFrames: 9, inputs: 2, outputs: 1).graphNode("node")
    let twin = node.bypassed()
    #expect(twin.name == "node")
    #expect(twin.inputCount == 2)
    #expect(twin.outputCount == 1)
    #expect(twin.latencyFrames == 9)
    #expect(twin.isBypassed)
    #expect(!node.isBypassed)
    #expect(twin.state !== node.state)
  }

  @Test func isTheSameEachTime() {
    let node = LatencyNode(latencyFrames: 9).graphNode("node")
    let twin = node.bypassed()
    #expect(node.bypassed().state === twin.state)
    #expect(node.bypassed().isSameProcessor(as: twin))
    #expect(twin.bypassed().state === twin.state)
  }

  @Test func isAnotherOnceTheLatencyChanges() {
    var node = LatencyNode(latencyFrames: 9).graphNode("node")
    let twin = node.bypassed()
    node.latencyFrames = 10
    #expect(node.bypassed().state !== twin.state)
    #expect(node.bypassed().latencyFrames == 10)
  }

  @Test func goesWithItsNode() {
    weak var line: BypassLine?
    do {
      let node = LatencyNode(latencyFrames: 9).graphNode("node")
      line = node.bypassed().owner as? BypassLine
      #expect(line != nil)
    }
    #expect(line == nil)
  }

  @Test func changesNoSampleOfANodeThatIsDryItself() throws {
    let runner = try PlayerRunner()
    let node = LatencyNode(latencyFrames: 13).graphNode("wire")
    let player = try GraphPlayer(playing: graph(node), fadeFrames: 32)
    let sound = noise(1, frames: 8 * 200)[0].map { ($0 * 1024).rounded() / 1024 }
    var played: [Float] = []
    for period in 0..<200 {
      if period % 20 == 10 {
        let isBypassed = player.description.nodes[0].isBypassed
        try player.replace(with: graph(isBypassed ? node : node.bypassed()))
      }
      let part = Array(sound[(period * 8)..<(period * 8 + 8)])
      played += runner.play(player.handle, capture: [part], frames: 8)[0]
      player.advance()
    }
    let expected = [Float](repeating: 0, count: 13) + sound.dropLast(13)
    // The samples are short enough for both halves of the fade to be exact.
    #expect(played == expected)
    #expect(player.statistics.finished == 10)
  }

  @Test func forgetsItsOldSoundWhenItComesBack() throws {
    let runner = try PlayerRunner()
    let node = LatencyNode(latencyFrames: 50, gain: 0).graphNode("node")
    let player = try GraphPlayer(playing: graph(node.bypassed()), fadeFrames: 8)
    func play(_ periods: Int, _ value: Float) -> [Float] {
      (0..<periods).flatMap { _ in
        defer { player.advance() }
        let capture = [[Float](repeating: value, count: 10)]
        return runner.play(player.handle, capture: capture, frames: 10)[0]
      }
    }
    _ = play(10, 1)
    try player.replace(with: graph(node))
    _ = play(10, 1)
    #expect(player.isSettled)
    _ = play(10, 0)
    try player.replace(with: graph(node.bypassed()))
    #expect(play(20, 0).allSatisfy { $0 == 0 })
    #expect(player.isSettled)
  }
}
