import CRealtime
import TestSupport
import Testing
import WorkQueues

@testable import Graph

@Suite("Random graphs", .serialized) struct RandomGraphTests {
  static let maximumFrames = 8
  static let graphs = Cases.count(1000)
  static let workers = [1, 2, 3, 8]

  /// Up to 500 nodes; most graphs are small.
  private func nodeCount(_ random: inout SeededGenerator) -> Int {
    let size = Double.random(in: 0..<1, using: &random)
    return 1 + Int(500 * size * size * size * size * size * size)
  }

  private func capture(_ graph: RandomGraph, _ frames: Int, _ random: inout SeededGenerator)
    -> [[Float]]
  {
    (0..<graph.description.captureChannels).map { _ in
      (0..<frames).map { _ in random.sample() }
    }
  }

  private func differences(_ played: [[Float]], _ expected: [[Float]]) -> Int {
    zip(played, expected).reduce(abs(played.count - expected.count)) { sum, channels in
      sum + abs(channels.0.count - channels.1.count)
        + zip(channels.0, channels.1).filter { $0.bitPattern != $1.bitPattern }.count
    }
  }

  /// Runs a graph for some periods with each number of workers beside the reference; how many
  /// samples differ in any bit.
  private func differences(seed: UInt64, on runners: [PlanRunner]) throws -> Int {
    var random = SeededGenerator(seed: seed)
    let nodeCount = nodeCount(&random)
    func make() -> RandomGraph {
      RandomGraph(
        seed: seed, nodeCount: nodeCount, maximumFrames: Self.maximumFrames,
        latencies: [0, 0, 0, 1, 7, 20])
    }
    let graph = make()
    let plan = try Plan(compiling: graph.description)
    let reference = SerialReference(make())
    var differences = 0
    for (runner, workers) in zip(runners, Self.workers) {
      for frames in [
        Self.maximumFrames, Int.random(in: 0...Self.maximumFrames, using: &random), 20,
      ] {
        let captured = capture(graph, frames, &random)
        let played = runner.run(plan, capture: captured, frames: frames, workers: workers)
        differences += self.differences(
          played, reference.run(capture: captured, frames: frames))
      }
    }
    #expect(graph.nodes.allSatisfy { !$0.hasOverlapped }, "seed \(seed)")
    return differences
  }

  @Test func playTheSameBitsAsTheSerialReference() throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("\(Self.graphs) random graphs with \(Self.workers) workers: seeds from \(first)")
    let runners = try Self.workers.map { try PlanRunner(helpers: $0 - 1) }
    for seed in first..<(first + UInt64(Self.graphs)) {
      let differences = try differences(seed: seed, on: runners)
      #expect(differences == 0, "seed \(seed)")
    }
  }

  @Test func playTheSameBitsWithAQueueThatRefusesMost() throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("random graphs with a full queue: seeds from \(first)")
    let runners = try Self.workers.map { try PlanRunner(helpers: $0 - 1, capacity: 1) }
    for seed in first..<(first + 50) {
      let differences = try differences(seed: seed, on: runners)
      #expect(differences == 0, "seed \(seed)")
    }
  }

  /// Nodes that are as late as they say: whatever way an impulse takes, it arrives in one frame.
  @Test func letImpulsesArriveInTheSameFrame() throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("impulses through random graphs: seeds from \(first)")
    let runner = try PlanRunner(helpers: 1)
    for seed in first..<(first + 100) {
      var random = SeededGenerator(seed: seed)
      let graph = DelayGraph(nodeCount: Int.random(in: 2...40, using: &random), &random)
      let plan = try Plan(compiling: graph.description)
      let latency = plan.latencyFrames
      var played: [Float] = []
      while played.count <= latency + 32 {
        let impulse: [Float] = (0..<16).map { played.isEmpty && $0 == 0 ? 1 : 0 }
        played += runner.run(plan, capture: [impulse], frames: 16, workers: 2)[0]
      }
      let arrivals = played.indices.filter { played[$0] != 0 }
      #expect(arrivals == [latency], "seed \(seed)")
    }
  }

  @Test(arguments: [2, 8]) func runThousandsOfPeriodsOfSixtyFourNodes(workers: Int) throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    let periods = Cases.count(5_000)
    print("\(periods) periods of a graph with 64 nodes: seed \(seed)")
    let graph = RandomGraph(seed: seed, nodeCount: 64, maximumFrames: 4)
    let twin = RandomGraph(seed: seed, nodeCount: 64, maximumFrames: 4)
    let plan = try Plan(compiling: graph.description)
    let serial = try Plan(compiling: twin.description)
    let runner = try PlanRunner(helpers: workers - 1)
    var random = SeededGenerator(seed: seed)
    var differing = 0
    for _ in 0..<periods {
      let captured = capture(graph, 4, &random)
      let played = runner.run(plan, capture: captured, frames: 4, workers: workers)
      let expected = runner.run(serial, capture: captured, frames: 4, workers: 1)
      differing += differences(played, expected)
    }
    #expect(differing == 0, "seed \(seed)")
    #expect(graph.nodes.allSatisfy { $0.state.pointee.calls == periods })
    #expect(graph.nodes.allSatisfy { !$0.hasOverlapped })
    #expect(plan.statistics.steps.allSatisfy { $0.performed == UInt64(periods) })
    #expect(plan.statistics.refusedPuts == 0)
  }
}

/// A random graph of nodes that only delay; each has a way to what is played.
private struct DelayGraph {
  let description: GraphDescription

  init(nodeCount: Int, _ random: inout SeededGenerator) {
    let nodes = (0..<nodeCount).map { index in
      DelayNode(frames: Int.random(in: 0...50, using: &random)).graphNode("\(index)")
    }
    var connections = [GraphConnection(from: .capture(0), to: .node(0, port: 0))]
    for index in 1..<nodeCount {
      for source in Set((0..<2).map { _ in Int.random(in: 0..<index, using: &random) }).sorted() {
        connections.append(
          GraphConnection(from: .node(source, port: 0), to: .node(index, port: 0)))
      }
    }
    for index in 0..<nodeCount where index == nodeCount - 1 || index.isMultiple(of: 3) {
      connections.append(GraphConnection(from: .node(index, port: 0), to: .playback(0)))
    }
    description = GraphDescription(
      nodes: nodes, connections: connections, captureChannels: 1, playbackChannels: 1,
      maximumFrames: 16)
  }
}

/// A node that is as late as it says.
private final class DelayNode {
  private let frames: Int
  private var held: [Float]

  init(frames: Int) {
    self.frames = frames
    held = [Float](repeating: 0, count: frames)
  }

  func graphNode(_ name: String) -> GraphNode {
    let node = ClosureNode { [self] block in
      guard let input = block.inputs[0], let output = block.outputs[0] else { return }
      for frame in 0..<Int(block.frames) {
        held.append(input[frame])
        output[frame] = held.removeFirst()
      }
    }
    return GraphNode(
      name: name, process: node.graphNode(name).process,
      context: Unmanaged.passUnretained(node).toOpaque(), inputCount: 1, outputCount: 1,
      owner: node, latencyFrames: frames)
  }
}
