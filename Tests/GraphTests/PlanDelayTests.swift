import TestSupport
import Testing

@testable import Graph

@Suite("Plan delays") struct PlanDelayTests {
  private let runner: PlanRunner

  init() throws { runner = try PlanRunner(helpers: 0) }

  private func graph(
    _ wire: GraphNode, delayFrames: Int, playbackDelayFrames: Int = 0
  ) -> GraphDescription {
    GraphDescription(
      nodes: [wire],
      connections: [
        GraphConnection(
          from: .capture(0), to: .node(0, port: 0), delayFrames: delayFrames),
        GraphConnection(
          from: .node(0, port: 0), to: .playback(0), delayFrames: playbackDelayFrames),
        connect(.capture(0), .playback(0)),
      ], captureChannels: 1, playbackChannels: 1, maximumFrames: 16)
  }

  private func played(_ plan: Plan, _ samples: [Float], _ frames: [Int]) -> [Float] {
    var begin = 0
    var result: [Float] = []
    for count in frames {
      let part = Array(samples[begin..<begin + count])
      result += runner.run(plan, capture: [part], frames: count, workers: 1)[0]
      begin += count
    }
    return result
  }

  @Test(arguments: [0, 1, 5, 16, 40]) func comesSoManyFramesLater(delay: Int) throws {
    var random = SeededGenerator(seed: UInt64(delay))
    let samples = (0..<200).map { _ in random.sample() }
    let plan = try Plan(
      compiling: graph(.wire("wire"), delayFrames: delay, playbackDelayFrames: 3))
    let played = played(plan, samples, [16, 1, 7, 50, 16, 2, 2, 2, 48, 56])
    let expected = samples.indices.map { frame in
      (frame < delay + 3 ? 0 : samples[frame - delay - 3]) + samples[frame]
    }
    #expect(played == expected)
  }

  @Test func goesOnInTheNextPlan() throws {
    let wire = GraphNode.wire("wire")
    let samples = (0..<60).map { Float($0) }
    let first = try Plan(compiling: graph(wire, delayFrames: 10, playbackDelayFrames: 7))
    let second = try Plan(
      compiling: graph(wire, delayFrames: 10, playbackDelayFrames: 8), keeping: first)
    let twin = try Plan(compiling: graph(wire, delayFrames: 10, playbackDelayFrames: 7))
    let reference = played(twin, samples, [20, 20, 20])
    let before = played(first, samples, [20])
    let after = played(second, Array(samples[20...]), [20, 20])
    #expect(before == Array(reference[..<20]))
    // The delay of 10 was kept, that of 8 began empty.
    let kept = (20..<60).map { samples[$0] + ($0 < 28 ? 0 : samples[$0 - 18]) }
    #expect(after == kept)
  }

  @Test func beginsEmptyForAnotherNode() throws {
    let samples = [Float](repeating: 1, count: 20)
    let first = try Plan(compiling: graph(.wire("wire"), delayFrames: 5))
    _ = played(first, samples, [20])
    let second = try Plan(compiling: graph(.wire("wire"), delayFrames: 5), keeping: first)
    #expect(played(second, samples, [8]) == [1, 1, 1, 1, 1, 2, 2, 2])
  }
}
