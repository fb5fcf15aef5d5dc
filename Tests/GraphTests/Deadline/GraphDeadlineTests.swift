import CRealtime
import Synchronization
import Testing
import WorkQueues

@testable import Graph

@Suite("Graph deadline", .serialized) struct GraphDeadlineTests {
  private let frames = DeadlineRig.frames

  /// A sine through a node that may be sick, and beside it one of its own on another channel.
  private func plan(_ sick: SickNode) -> GraphDescription {
    GraphDescription(
      nodes: [
        TestSine.node("sine"), sick.graphNode("sick"),
        TestSine.node("other sine"), .wire("wire"),
      ],
      connections: [
        connect(.node(0, port: 0), .node(1, port: 0)),
        connect(.node(1, port: 0), .playback(0)),
        connect(.node(2, port: 0), .node(3, port: 0)),
        connect(.node(3, port: 0), .playback(1)),
      ], playbackChannels: 2, maximumFrames: frames)
  }

  private func largestStep(_ samples: [Float]) -> Float {
    zip(samples, samples.dropFirst()).map { ($1 - $0).magnitude }.max() ?? 0
  }

  /// The sine's own step and that of a fade over one period.
  private var boundedStep: Float { TestSine.step + 1.001 / Float(frames) }

  private func isSine(_ samples: [Float], from first: Int, to end: Int) -> Bool {
    (first..<end).allSatisfy { samples[$0] == TestSine.sample($0) }
  }

  @Test(arguments: [0, 1])
  func aNodeThatSleepsOnceIsNamedOnceAndTheNextPeriodIsClean(_ helpers: Int) throws {
    let sick = SickNode()
    sick.sickCall.store(6, ordering: .relaxed)
    let rig = try DeadlineRig(plan(sick), helpers: helpers)
    rig.play(5)
    let outcomes = rig.play(1)
    #expect(outcomes == [.revoked])
    let isInside = sick.isInside.load(ordering: .acquiring)
    #expect(isInside)
    let hasReturned = sick.release()
    #expect(hasReturned)
    #expect(spin { !rig.plan.memory.isInUse })
    #expect(rig.play(4) == [.complete, .complete, .complete, .complete])
    let hasEnded = rig.stop()
    #expect(hasEnded)
    #expect(rig.misses(of: "sick") == 1)
    #expect(rig.plan.statistics.steps.map(\.misses).reduce(0, +) == 1)
    #expect(sick.calls.load(ordering: .relaxed) == 10)
    let heard = rig.played[0]
    #expect(largestStep(heard) <= boundedStep)
    #expect(isSine(heard, from: 0, to: 5 * frames))
    #expect(heard[6 * frames - 1] == 0)
    #expect(isSine(heard, from: 7 * frames, to: 10 * frames))
  }

  @Test(arguments: [0, 1])
  func aNodeThatNeverReturnsIsReplacedByItsInput(_ helpers: Int) throws {
    let sick = SickNode()
    sick.sickCall.store(4, ordering: .relaxed)
    let rig = try DeadlineRig(plan(sick), helpers: helpers)
    let outcomes = rig.play(12)
    #expect(outcomes.filter { $0 != .complete } == [.revoked])
    #expect(rig.misses(of: "sick") == 1)
    #expect(rig.plan.statistics.steps[1].isAbsent)
    #expect(sick.calls.load(ordering: .relaxed) == 4)
    let hasEnded = rig.stop()
    #expect(!hasEnded || helpers > 0)
    let heard = rig.played[0]
    #expect(largestStep(heard) <= boundedStep)
    #expect(isSine(heard, from: 5 * frames, to: 12 * frames))
    _ = sick.release()
  }

  @Test func aNodeThatComesBackIsFadedIn() throws {
    let sick = SickNode()
    sick.sickCall.store(4, ordering: .relaxed)
    let rig = try DeadlineRig(plan(sick))
    rig.play(8)
    let hasReturned = sick.release()
    #expect(hasReturned)
    #expect(spin { !rig.plan.memory.isInUse })
    #expect(rig.play(6).allSatisfy { $0 == .complete })
    #expect(!rig.plan.statistics.steps[1].isAbsent)
    rig.stop()
    #expect(sick.overlaps.load(ordering: .relaxed) == 0)
    #expect(largestStep(rig.played[0]) <= boundedStep)
    #expect(isSine(rig.played[0], from: 10 * frames, to: 14 * frames))
    #expect(rig.misses(of: "sick") == 1)
  }

  /// The late thread writes noise to its buffer all the time: nobody hears it.
  @Test(arguments: [0, 1])
  func othersAreAsTheyWouldBeWithoutIt(_ helpers: Int) throws {
    let sick = SickNode()
    sick.sickCall.store(3, ordering: .relaxed)
    let rig = try DeadlineRig(plan(sick), helpers: helpers)
    rig.play(30)
    // Where one thread performs all, what comes after the sick node misses that period too.
    let first = helpers == 0 ? 4 : 0
    let other = rig.played[1]
    #expect(largestStep(other) <= boundedStep)
    let offset = other[5 * frames] == TestSine.sample(5 * frames) ? 0 : frames
    #expect(
      (first * frames..<30 * frames).allSatisfy {
        $0 < 5 * frames || other[$0] == TestSine.sample($0 - offset)
      })
    #expect(rig.played[0].allSatisfy { $0.magnitude <= 1 })
    _ = sick.release()
    rig.stop()
  }

  @Test func aSourceThatIsLateIsSilentUntilItIsBack() throws {
    let sick = SickNode()
    sick.sickCall.store(3, ordering: .relaxed)
    let plan = GraphDescription(
      nodes: [sick.graphNode("source", inputs: 0), .wire("wire")],
      connections: [
        connect(.node(0, port: 0), .node(1, port: 0)), connect(.node(1, port: 0), .playback(0)),
      ], playbackChannels: 1, maximumFrames: frames)
    let rig = try DeadlineRig(plan)
    rig.play(6)
    #expect(rig.played[0][(3 * frames)...].allSatisfy { $0 == 0 })
    let hasReturned = sick.release()
    #expect(hasReturned)
    #expect(spin { !rig.plan.memory.isInUse })
    rig.play(5)
    rig.stop()
    #expect(rig.played[0].suffix(frames).allSatisfy { $0 == 1 })
    #expect(largestStep(rig.played[0]) <= boundedStep)
    #expect(rig.misses(of: "source") == 1)
    #expect(rig.misses(of: "wire") == 0)
  }

  /// Two nodes in a row that stay away: there is no core left until one is back.
  @Test func twoSickNodesTakeBothCores() throws {
    let (first, second) = (SickNode(), SickNode())
    first.sickCall.store(3, ordering: .relaxed)
    second.sickCall.store(5, ordering: .relaxed)
    let plan = GraphDescription(
      nodes: [TestSine.node("sine"), first.graphNode("first"), second.graphNode("second")],
      connections: [
        connect(.node(0, port: 0), .node(1, port: 0)),
        connect(.node(1, port: 0), .node(2, port: 0)),
        connect(.node(2, port: 0), .playback(0)),
      ], playbackChannels: 1, maximumFrames: frames)
    let rig = try DeadlineRig(plan)
    let outcomes = rig.play(9)
    #expect(outcomes.filter { $0 == .revoked }.count == 2)
    #expect(outcomes.last == .occupied)
    #expect(rig.misses(of: "first") == 1)
    #expect(rig.misses(of: "second") == 1)
    #expect(rig.played[0].suffix(frames).allSatisfy { $0 == 0 })
    #expect(rig.plan.isOccupied)
    let hasReturned = first.release()
    #expect(hasReturned)
    #expect(spin { rig.play(1) == [.complete] })
    rig.play(6)
    #expect(rig.played[0].suffix(frames).contains { $0 != 0 })
    #expect(largestStep(rig.played[0]) <= boundedStep)
    _ = second.release()
    rig.stop()
    #expect(first.overlaps.load(ordering: .relaxed) == 0)
    #expect(second.overlaps.load(ordering: .relaxed) == 0)
  }

  /// The control side gives the plan new memory: the host plays on without both.
  @Test func goesOnInNewMemoryWithoutTwoNodesThatNeverReturn() throws {
    let (first, second) = (SickNode(), SickNode())
    first.sickCall.store(3, ordering: .relaxed)
    second.sickCall.store(5, ordering: .relaxed)
    let plan = GraphDescription(
      nodes: [TestSine.node("sine"), first.graphNode("first"), second.graphNode("second")],
      connections: [
        connect(.node(0, port: 0), .node(1, port: 0)),
        connect(.node(1, port: 0), .node(2, port: 0)),
        connect(.node(2, port: 0), .playback(0)),
      ], playbackChannels: 1, maximumFrames: frames)
    let rig = try DeadlineRig(plan)
    #expect(!rig.player.renewIfOccupied())
    rig.play(8)
    let isRenewed = rig.player.renewIfOccupied()
    #expect(isRenewed)
    #expect(rig.play(6).allSatisfy { $0 == .complete })
    rig.player.advance()
    #expect(rig.player.isSettled)
    #expect(rig.player.statistics.occupiedPlans == 1)
    #expect(largestStep(rig.played[0]) <= boundedStep)
    #expect(rig.played[0].suffix(frames).contains { $0 != 0 })
    let hasReturned = first.release() && second.release()
    #expect(hasReturned)
    rig.play(6)
    #expect(first.overlaps.load(ordering: .relaxed) == 0)
    #expect(second.overlaps.load(ordering: .relaxed) == 0)
    #expect(largestStep(rig.played[0]) <= boundedStep)
    #expect(
      spin {
        rig.player.advance(); return rig.player.statistics.occupiedPlans == 0
      })
    let hasEnded = rig.stop()
    #expect(hasEnded)
  }

  /// Nodes that take about as long as they may: no node is ever in two threads, and nothing clicks.
  @Test(arguments: [0, 1])
  func goesOnWhereTheDeadlineAndTheWorkMeet(_ helpers: Int) throws {
    let slow = (0..<3).map { TestNode(seed: 0.1 * Float($0), inputCount: 1, outputCount: 1) }
    let delay = ClosureNode { block in
      _ = rt_sleep_until(rt_now_nanoseconds() + 400_000)
      block.outputs[0]?.update(repeating: 0.5, count: Int(block.frames))
    }
    let plan = GraphDescription(
      nodes: [delay.graphNode("delay", inputs: 1, outputs: 1)]
        + slow.enumerated().map { $1.graphNode("slow \($0)") },
      connections: [
        connect(.node(1, port: 0), .node(0, port: 0)),
        connect(.node(0, port: 0), .node(2, port: 0)),
        connect(.node(2, port: 0), .node(3, port: 0)),
        connect(.node(3, port: 0), .playback(0)),
      ], playbackChannels: 1, maximumFrames: frames)
    let rig = try DeadlineRig(plan, helpers: helpers, slackNanoseconds: 620_000)
    let outcomes = rig.play(300)
    #expect(outcomes.count == 300)
    let hasEnded = rig.stop()
    #expect(hasEnded)
    #expect(slow.allSatisfy { !$0.hasOverlapped })
    #expect(rig.played[0].allSatisfy { $0.magnitude <= 1 })
  }
}

extension PlanMemory {
  /// Whether a thread is in a run.
  var isInUse: Bool {
    (0..<2).contains {
      head.pointee.cores[$0].pointee.board.pointee.inside.load(ordering: .acquiring) != 0
    }
  }
}
