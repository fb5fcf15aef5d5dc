import CRealtime
import TestSupport
import Testing

@testable import Graph

/// Edits from one thread while another plays.
@Suite("Live edits", .serialized) struct LiveEditTests {
  /// All of them where races are looked for; the AddressSanitizer makes do with fewer.
  private static let edits = Cases.racing(10_000, atLeast: 1_000)
  private static let frames = 8

  /// Lets a player go on until its edits are through, and the helpers have left what was played.
  private func settle(_ player: GraphPlayer) {
    for _ in 0..<1_000_000 {
      player.advance()
      if player.isSettled, player.statistics.occupiedPlans == 0 { return }
      // The cycle may need this thread's core.
      _ = rt_sleep_until(rt_now_nanoseconds() + 20_000)
    }
    Issue.record("the cycle has taken no plan")
  }

  private func edit(_ player: GraphPlayer, _ pool: LiveNodes, times: Int, seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<times {
      try player.replace(with: pool.graph(maximumFrames: Self.frames, &random))
      if Int.random(in: 0..<50, using: &random) == 0 {
        #expect(throws: GraphError.self) { try player.replace(with: pool.loop(Self.frames)) }
      }
      // Most edits are let through; some come while another is under way.
      if Int.random(in: 0..<8, using: &random) > 0 { settle(player) }
    }
    try player.replace(with: pool.anchorOnly(Self.frames))
    settle(player)
    RetiredPlans.sweep()
  }

  @Test func crashNothingAndLoseNothing() throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    print("\(Self.edits) live edits: seed \(seed)")
    let before = LatencyNode.liveCount
    do {
      let pool = LiveNodes()
      let player = try GraphPlayer(playing: pool.anchorOnly(Self.frames), fadeFrames: 8)
      let cycle = CycleThread(player.handle, frames: Self.frames, helpers: 1)
      defer { cycle.stop() }
      try edit(player, pool, times: 500, seed: seed)
      let heap = MallocCounter()
      MallocCounter.startThread(heap.context)
      try edit(player, pool, times: Self.edits - 500, seed: seed + 1)
      MallocCounter.stopThread(nil)
      // A block for each edit would be thousands.
      #expect(abs(heap.allocations - heap.frees) < 1000, "seed \(seed)")
      let statistics = player.statistics
      #expect(statistics.begun + statistics.superseded >= UInt64(Self.edits) * 9 / 10)
      #expect(statistics.begun == statistics.finished)
      #expect(statistics.refused > 0)
      cycle.stop()
      #expect(cycle.wrongCount == 0)
      // It was in every plan, and has missed no period.
      #expect(pool.anchor.callCount == cycle.periodCount, "seed \(seed)")
      #expect(pool.anchor.restartCount == 0)
      for node in pool.all {
        #expect(node.gapCount == 0, "seed \(seed)")
        #expect(node.overlapCount == 0, "seed \(seed)")
      }
      #expect(pool.all.contains { $0.restartCount > 0 })
      player.advance()
      #expect(player.statistics.occupiedPlans == 0)
      #expect(player.statistics.retiredPlans == player.statistics.takenPlans)
    }
    RetiredPlans.sweep()
    #expect(LatencyNode.liveCount == before)
  }
}

/// The nodes of a session that is edited all the time.
private final class LiveNodes {
  /// In every graph.
  let anchor = LatencyNode(latencyFrames: 3, gain: 0.2)
  private let pool: [LatencyNode]
  private let nodes: [GraphNode]
  private let feedback: GraphNode
  /// Keeps every loop below unity, whatever else is in it: the cycle plays as fast as it can.
  private let damper = LatencyNode(gain: 0.01).graphNode("damper")

  init() {
    pool = [0, 2, 5, 9].map {
      LatencyNode(latencyFrames: $0, inputs: $0 == 5 ? 2 : 1, outputs: $0 == 2 ? 2 : 1, gain: 0.2)
    }
    nodes = ([anchor] + pool).enumerated().map { $1.graphNode("n\($0)") }
    feedback = .feedback(name: "feedback", channels: 1, maximumFrames: 8)
  }

  var all: [LatencyNode] { [anchor] + pool }

  func anchorOnly(_ frames: Int) -> GraphDescription {
    describe(
      [nodes[0]],
      [connect(.capture(0), .node(0, port: 0)), connect(.node(0, port: 0), .playback(0))], frames)
  }

  /// A graph that does not compile.
  func loop(_ frames: Int) -> GraphDescription {
    describe([nodes[0]], [connect(.node(0, port: 0), .node(0, port: 0))], frames)
  }

  /// Some of the nodes in a random order, some bypassed, perhaps one that is new.
  func graph(maximumFrames: Int, _ random: inout SeededGenerator) -> GraphDescription {
    var chosen = nodes.dropFirst().filter { _ in Bool.random(using: &random) }.map { node in
      Int.random(in: 0..<4, using: &random) == 0 ? node.bypassed() : node
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      let latency = Int.random(in: 0...6, using: &random)
      chosen.append(LatencyNode(latencyFrames: latency, gain: 0.2).graphNode("new"))
    }
    chosen.append(nodes[0])
    chosen.shuffle(using: &random)
    var connections: [GraphConnection] = []
    var sources: [GraphEndpoint] = [.capture(0)]
    for (place, node) in chosen.enumerated() {
      for port in 0..<node.inputCount {
        let count = Int.random(in: 0...2, using: &random)
        for source in sources.shuffled(using: &random).prefix(count) {
          connections.append(connect(source, .node(place, port: port)))
        }
      }
      sources += (0..<node.outputCount).map { .node(place, port: $0) }
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      let place = chosen.count
      connections.append(connect(sources[sources.count - 1], .node(place, port: 0)))
      connections.append(connect(.node(place, port: 0), .node(place + 1, port: 0)))
      connections.append(connect(.node(place + 1, port: 0), .node(0, port: 0)))
      chosen += [damper, feedback]
    }
    for channel in 0..<2 {
      for source in sources.shuffled(using: &random).prefix(2) {
        connections.append(connect(source, .playback(channel)))
      }
    }
    return describe(chosen, connections, maximumFrames)
  }

  private func describe(
    _ nodes: [GraphNode], _ connections: [GraphConnection], _ frames: Int
  ) -> GraphDescription {
    GraphDescription(
      nodes: nodes, connections: connections, captureChannels: 1, playbackChannels: 2,
      maximumFrames: frames)
  }
}
