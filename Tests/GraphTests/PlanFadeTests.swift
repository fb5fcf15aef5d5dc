import TestSupport
import Testing

@testable import Graph

@Suite("Plan fade") struct PlanFadeTests {
  private let runner: PlanRunner

  init() throws { runner = try PlanRunner(helpers: 0) }

  /// Channel 0 goes and channel 1 comes, at playback and at the input of a wire.
  private func graph(_ fades: (GraphConnection.Fade, GraphConnection.Fade)) -> GraphDescription {
    GraphDescription(
      nodes: [.wire("wire")],
      connections: [
        GraphConnection(from: .capture(0), to: .playback(0), fade: fades.0),
        GraphConnection(from: .capture(1), to: .playback(0), fade: fades.1),
        GraphConnection(from: .capture(0), to: .node(0, port: 0), fade: fades.0),
        GraphConnection(from: .capture(1), to: .node(0, port: 0), fade: fades.1),
        connect(.node(0, port: 0), .playback(1)),
      ], captureChannels: 2, playbackChannels: 2, maximumFrames: 8)
  }

  private func played(
    _ plan: Plan, _ samples: [[Float]], frames: Int, of total: Int
  ) -> [[Float]] {
    var result: [[Float]] = [[], []]
    var begin = 0
    while begin < total {
      let count = min(frames, total - begin)
      let part = samples.map { Array($0[begin..<begin + count]) }
      for (index, played) in runner.run(plan, capture: part, frames: count, workers: 1).enumerated()
      {
        result[index] += played
      }
      begin += count
    }
    return result
  }

  @Test(arguments: [1, 3, 5, 8, 40]) func followsOneStraightRampAfterItHasSettled(frames: Int)
    throws
  {
    let plan = try Plan(
      compiling: graph((.fadeOut, .fadeIn)), fade: PlanFade(settleFrames: 10, rampFrames: 8))
    let samples: [[Float]] = [.init(repeating: 1, count: 40), .init(repeating: 2, count: 40)]
    let played = played(plan, samples, frames: frames, of: 40)
    let expected: [Float] = (0..<40).map { frame in
      let gain = Float(min(8, max(0, frame - 9))) / 8
      return (1 - gain) + 2 * gain
    }
    #expect(played == [expected, expected])
  }

  @Test func tellsWhenItIsOver() throws {
    let plan = try Plan(
      compiling: graph((.fadeOut, .fadeIn)), fade: PlanFade(settleFrames: 3, rampFrames: 5))
    let samples: [[Float]] = [.init(repeating: 1, count: 9), .init(repeating: 2, count: 9)]
    #expect(!plan.fadeIsDone)
    _ = played(plan, samples, frames: 7, of: 7)
    #expect(!plan.fadeIsDone)
    _ = played(plan, samples, frames: 1, of: 1)
    #expect(plan.fadeIsDone)
  }

  @Test func isOverAtOnceWithoutAFade() throws {
    let plan = try Plan(compiling: graph((.fadeOut, .fadeIn)))
    #expect(plan.fadeIsDone)
    let played = played(plan, [[1, 1], [2, 3]], frames: 2, of: 2)
    #expect(played == [[2, 3], [2, 3]])
  }

  @Test func isExactAtBothEnds() throws {
    var random = SeededGenerator(seed: 7)
    let samples = (0..<2).map { _ in (0..<64).map { _ in random.sample() } + [-0.0] }
    let plan = try Plan(
      compiling: graph((.fadeOut, .fadeIn)), fade: PlanFade(settleFrames: 16, rampFrames: 16))
    let played = played(plan, samples, frames: 8, of: 65)
    for channel in played {
      #expect(channel[..<16].map(\.bitPattern) == samples[0][..<16].map(\.bitPattern))
      #expect(channel[32...].map(\.bitPattern) == samples[1][32...].map(\.bitPattern))
    }
  }

  @Test func doesNotReadWhatIsSilent() throws {
    let plan = try Plan(
      compiling: graph((.fadeIn, .fadeOut)), fade: PlanFade(settleFrames: 4, rampFrames: 4))
    let before = played(plan, [.init(repeating: .nan, count: 4), [1, 2, 3, 4]], frames: 4, of: 4)
    #expect(before == [[1, 2, 3, 4], [1, 2, 3, 4]])
    _ = played(plan, [[1, 1, 1, 1], [1, 1, 1, 1]], frames: 4, of: 4)
    let after = played(plan, [[1, 2, 3, 4], .init(repeating: .nan, count: 4)], frames: 4, of: 4)
    #expect(after == [[1, 2, 3, 4], [1, 2, 3, 4]])
  }
}
