import Synchronization
import Testing

@testable import Graph

@Suite("Node rest", .serialized) struct NodeRestTests {
  private let quick = OutputGuard(limit: 4, holdFrames: 1_000, riseFrames: 128)

  @Test func aBrokenNodeIsRestartedWhileNobodyCallsItAndComesBack() throws {
    let bad = BadNode([.init(from: 700, to: .max)], isHealedByRestart: true)
    let node = bad.graphNode("bad", guard: quick)
    var calls = 0
    let run = try GuardedRun(node, frames: 6_400) { frame in
      switch frame {
      case 640: #expect(!node.isBroken(after: 640))
      // From the period with the first bad sample on.
      case 640 + 640:
        #expect(node.isBroken(after: 640) && !node.isRestAsked)
        node.rest()
        #expect(node.isRestAsked && !node.isResting)
        calls = bad.calls.load(ordering: .relaxed)
      case 640 + 704: #expect(node.isResting)
      case 640 + 768:
        #expect(bad.calls.load(ordering: .relaxed) == calls)
        node.restart?()
        node.wake()
      case 640 + 832: #expect(!node.isRestAsked && !node.isBroken(after: 640))
      default: break
      }
    }
    #expect(bad.restarts.load(ordering: .relaxed) == 1)
    #expect(run.played[0][703..<2_408].allSatisfy { $0 == 0 })
    #expect(Array(run.played[0][2_535...]) == (2_535..<6_400).map { TestSine.sample($0) })
    #expect(largestStep(run.played[0]) <= TestSine.step + 1.001 / 64)
    #expect(!run.outputs.isMuted)
    #expect(run.outputs.faults == 1)
  }

  /// What was asked for too late is forgotten with the next fault.
  @Test func aNodeThatIsHeardCannotBeLaidToRest() throws {
    let bad = BadNode([.init(from: 3_200, to: 3_201)])
    let node = bad.graphNode("good", guard: quick)
    let run = try GuardedRun(node, frames: 6_400) { frame in
      if frame == 640 { node.rest() }
      #expect(!node.isResting)
    }
    #expect(bad.calls.load(ordering: .relaxed) == 100)
    #expect(!node.isRestAsked)
    #expect(!run.outputs.isMuted)
  }

  @Test func aNodeThatIsNotAtRestDoesNotWake() {
    let node = BadNode([]).graphNode("good", guard: quick)
    node.wake()
    #expect(!node.isRestAsked)
    node.rest()
    node.wake()
    #expect(node.isRestAsked && !node.isResting)
  }

  /// A node that was taken out muted is another one when it comes back.
  @Test func aNodeThatComesBackFromNoPlanIsNotMuted() throws {
    let bad = BadNode([.init(from: 100, to: .max)], isHealedByRestart: true)
    let node = bad.graphNode("bad", guard: quick)
    let graph = { (node: GraphNode) in
      GraphDescription(
        nodes: [TestSine.node("sine"), node],
        connections: [
          connect(.node(0, port: 0), .node(1, port: 0)),
          connect(.node(1, port: 0), .playback(0)),
        ], playbackChannels: 1, maximumFrames: 64)
    }
    let player = try GraphPlayer(playing: graph(node), fadeFrames: 64)
    let runner = try PlayerRunner()
    var heard: [Float] = []
    func play(_ periods: Int) {
      for _ in 0..<periods {
        heard += runner.play(player.handle, frames: 64)[0]
        player.advance()
      }
    }
    play(10)
    #expect(node.statistics.outputs.isMuted)
    try player.replace(with: graph(node.bypassed()))
    play(10)
    #expect(player.isSettled)
    try player.replace(with: graph(node))
    #expect(!node.statistics.outputs.isMuted)
    play(10)
    #expect(heard.allSatisfy { $0.isFinite })
    #expect(heard.suffix(64).contains { $0 != 0 })
    #expect(bad.restarts.load(ordering: .relaxed) == 1)
  }

  /// What a period needs of a step and of a node, and no line of another.
  @Test func stepsAndCellsFillTwoLinesOfTheCache() {
    #expect(MemoryLayout<Step>.stride == 128)
    #expect(MemoryLayout<NodeCell>.stride <= 128)
  }
}
