import Testing
import WorkQueues

@testable import Graph

@Suite("Random graphs", .serialized) struct RandomGraphTests {
  static let maximumFrames = 32
  static let graphs = 210
  static let periods = [32, 17, 0, 1, 80, 32]

  private func capture(_ graph: RandomGraph, _ frames: Int, _ random: inout SplitMix) -> [[Float]] {
    (0..<graph.description.captureChannels).map { _ in
      (0..<frames).map { _ in random.sample() }
    }
  }

  /// Runs a graph for some periods beside the reference; how many samples differ in any bit.
  private func differences(seed: UInt64, workers: Int, on runner: PlanRunner) throws -> Int {
    var random = SplitMix(state: seed)
    let nodeCount = Int.random(in: 1...24, using: &random)
    func make() -> RandomGraph {
      RandomGraph(seed: seed, nodeCount: nodeCount, maximumFrames: Self.maximumFrames)
    }
    let graph = make()
    let plan = try Plan(compiling: graph.description)
    let reference = SerialReference(make())
    var differences = 0
    for frames in Self.periods {
      let captured = capture(graph, frames, &random)
      let played = runner.run(plan, capture: captured, frames: frames, workers: workers)
      let expected = reference.run(capture: captured, frames: frames)
      for (samples, expected) in zip(played, expected) {
        differences += zip(samples, expected).filter { $0.bitPattern != $1.bitPattern }.count
        differences += abs(samples.count - expected.count)
      }
      differences += abs(played.count - expected.count)
    }
    #expect(graph.nodes.allSatisfy { !$0.hasOverlapped })
    // A period without frames calls nobody, one of 80 calls three times.
    #expect(graph.nodes.allSatisfy { $0.state.pointee.calls == 7 })
    return differences
  }

  @Test(arguments: [1, 2, 3]) func playTheSameBitsAsTheSerialReference(workers: Int) throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("random graphs with \(workers) workers: seeds from \(first)")
    let runner = try PlanRunner(helpers: workers - 1)
    for seed in first..<(first + UInt64(Self.graphs)) {
      let differences = try differences(seed: seed, workers: workers, on: runner)
      #expect(differences == 0, "seed \(seed)")
    }
  }

  @Test func playTheSameBitsWithAQueueThatRefusesMost() throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("random graphs with a full queue: seeds from \(first)")
    let runner = try PlanRunner(helpers: 2, capacity: 1)
    for seed in first..<(first + 50) {
      let differences = try differences(seed: seed, workers: 3, on: runner)
      #expect(differences == 0, "seed \(seed)")
    }
  }

  @Test func runTenThousandPeriodsOfSixtyFourNodes() throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    print("10,000 periods of a graph with 64 nodes: seed \(seed)")
    let graph = RandomGraph(seed: seed, nodeCount: 64, maximumFrames: 4)
    let twin = RandomGraph(seed: seed, nodeCount: 64, maximumFrames: 4)
    let plan = try Plan(compiling: graph.description)
    let serial = try Plan(compiling: twin.description)
    let runner = try PlanRunner(helpers: 1)
    var random = SplitMix(state: seed)
    var differing = 0
    for _ in 0..<10_000 {
      let captured = capture(graph, 4, &random)
      let played = runner.run(plan, capture: captured, frames: 4, workers: 2)
      let expected = runner.run(serial, capture: captured, frames: 4, workers: 1)
      if played != expected { differing += 1 }
    }
    #expect(differing == 0, "seed \(seed)")
    #expect(graph.nodes.allSatisfy { $0.state.pointee.calls == 10_000 })
    #expect(graph.nodes.allSatisfy { !$0.hasOverlapped })
    #expect(plan.statistics.steps.allSatisfy { $0.performed == 10_000 })
    #expect(plan.statistics.refusedPuts == 0)
    // Beside the periods themselves, which the queue counts too.
    #expect(runner.queue.snapshot().performed[2] > 20_000)
  }
}
