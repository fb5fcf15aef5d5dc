import TestSupport
import Testing
import WorkQueues

@testable import Graph

@Suite("Late graphs", .serialized) struct LateGraphTests {
  static let maximumFrames = 16
  static let frames = 160

  /// Periods that are longer and shorter than what a step is ever given at once.
  private func periods(_ random: inout SeededGenerator) -> [Int] {
    var periods: [Int] = []
    var left = Self.frames
    while left > 0 {
      periods.append(min(left, Int.random(in: 1...24, using: &random)))
      left -= periods.last ?? 0
    }
    return periods
  }

  private func play(
    _ graph: LateGraph, _ capture: [[Float]], periods: [Int], on runner: PlanRunner, workers: Int
  ) throws -> [[Float]] {
    let plan = try Plan(compiling: graph.description)
    plan.revise(workers > 1 ? .parallel(threads: workers) : .serial)
    var played = [[Float]](repeating: [], count: plan.playbackChannels)
    var time = 0
    for frames in periods {
      let part = capture.map { Array($0[time..<(time + frames)]) }
      let result = runner.run(
        plan, capture: part, frames: frames, frameTime: UInt64(time), workers: workers)
      for channel in result.indices { played[channel] += result[channel] }
      time += frames
    }
    return played
  }

  /// How many samples differ in any bit.
  private func differences(_ played: [[Float]], _ expected: [[Float]]) -> Int {
    guard played.map(\.count) == expected.map(\.count) else { return .max }
    return zip(played.joined(), expected.joined()).count { $0.bitPattern != $1.bitPattern }
  }

  @Test(arguments: [(60, 1...12), (15, 20...60), (1, 200...500)])
  func playTheSameBitsAsAPlainRecursion(graphs: Int, sizes: ClosedRange<Int>) throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("\(Cases.count(graphs)) late graphs of \(sizes) nodes: seeds from \(first)")
    let runners = try [1, 2, 3, 8].map { ($0, try PlanRunner(helpers: $0 - 1)) }
    for seed in first..<(first + UInt64(Cases.count(graphs))) {
      var random = SeededGenerator(seed: seed)
      let nodeCount = Int.random(in: sizes, using: &random)
      func make() -> LateGraph {
        LateGraph(seed: seed, nodeCount: nodeCount, maximumFrames: Self.maximumFrames)
      }
      let graph = make()
      let capture = (0..<graph.description.captureChannels).map { _ in
        (0..<Self.frames).map { _ in random.sample() }
      }
      let expected = LateReference(graph, capture: capture).played(frames: Self.frames)
      for (workers, runner) in runners {
        let played = try play(
          make(), capture, periods: periods(&random), on: runner, workers: workers)
        #expect(differences(played, expected) == 0, "seed \(seed), \(workers) workers")
      }
    }
  }
}
