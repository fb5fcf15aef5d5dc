import CRealtime
import Synchronization
import Testing
import WorkQueues

@testable import Graph

@Suite("Executor", .serialized) struct ExecutorTests {
  /// A source, `width` nodes side by side, and a node that sums them.
  private func fan(_ width: Int, maximumFrames: Int = 16) throws -> (Plan, [TestNode]) {
    let source = TestNode(seed: 0.5, inputCount: 1, outputCount: 1)
    let middle = (0..<width).map {
      TestNode(seed: Float($0) / 10, inputCount: 1, outputCount: 1)
    }
    let sink = TestNode(seed: 0, inputCount: 1, outputCount: 1)
    let all = [source] + middle + [sink]
    let last = width + 1
    let connections =
      (1...width).map { connect(.node(0, port: 0), .node($0, port: 0)) }
      + (1...width).map { connect(.node($0, port: 0), .node(last, port: 0)) }
      + [connect(.capture(0), .node(0, port: 0)), connect(.node(last, port: 0), .playback(0))]
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: all.enumerated().map { $1.graphNode("n\($0)") }, connections: connections,
        captureChannels: 1, playbackChannels: 1, maximumFrames: maximumFrames))
    return (plan, all)
  }

  private let samples: [Float] = (0..<48).map { Float($0) / 48 }

  @Test func putsNothingIntoTheQueueWithOneWorkerOrAChain() throws {
    let runner = try PlanRunner(helpers: 1)
    let (wide, _) = try fan(5)
    let (chain, _) = try fan(1)
    #expect(chain.width == 1)
    _ = runner.run(wide, capture: [samples], frames: 16, workers: 1)
    _ = runner.run(wide, capture: [samples], frames: 16, workers: 0)
    _ = runner.run(chain, capture: [samples], frames: 16, workers: 4)
    let snapshot = runner.queue.snapshot()
    #expect(snapshot.highestDepth == 0)
    #expect(snapshot.wakes == 0)
  }

  @Test func isCalledByAThreadThatIsNoWorkerToo() throws {
    let runner = try PlanRunner(helpers: 1)
    let (plan, nodes) = try fan(5)
    let (reference, _) = try fan(5)
    let played = runner.run(plan, capture: [samples], frames: 16, workers: 2, asGuest: false)
    #expect(played == runner.run(reference, capture: [samples], frames: 16, workers: 1))
    #expect(nodes.allSatisfy { $0.state.pointee.calls == 1 })
  }

  /// One item asks for a helper; it waits in the queue for the runs to come, too.
  @Test func needsNoHelpers() throws {
    let runner = try PlanRunner(helpers: 0)
    let (plan, nodes) = try fan(6)
    for _ in 0..<10 { _ = runner.run(plan, capture: [samples], frames: 16, workers: 2) }
    #expect(nodes.allSatisfy { $0.state.pointee.calls == 10 })
    #expect(runner.queue.snapshot().performed[2] == 10)
    #expect(runner.queue.snapshot().highestDepth == 1)
  }

  @Test func doesNothingInAPeriodWithoutFrames() throws {
    let runner = try PlanRunner(helpers: 1)
    let (plan, nodes) = try fan(3)
    #expect(runner.run(plan, capture: [[]], frames: 0, workers: 2) == [[]])
    #expect(nodes.allSatisfy { $0.state.pointee.calls == 0 })
    #expect(plan.statistics.periods == 1)
  }

  @Test(arguments: [1, 2]) func runsALongPeriodInParts(workers: Int) throws {
    let runner = try PlanRunner(helpers: 1)
    let (plan, nodes) = try fan(3, maximumFrames: 20)
    let (reference, _) = try fan(3, maximumFrames: 48)
    let played = runner.run(
      plan, capture: [samples], frames: 48, frameTime: 1000, workers: workers)
    #expect(played == runner.run(reference, capture: [samples], frames: 48, workers: 1))
    #expect(plan.statistics.oversizedPeriods == 1)
    #expect(plan.statistics.steps.allSatisfy { $0.performed == 3 })
    #expect(nodes.allSatisfy { $0.state.pointee.frameTimes == [1000, 1020, 1040] })
  }

  @Test func doesWithoutTheHelpersThatTheQueueRefuses() throws {
    let runner = try PlanRunner(helpers: 0, capacity: 1)
    let (plan, nodes) = try fan(8)
    let (reference, _) = try fan(8)
    for _ in 0..<20 {
      let played = runner.run(plan, capture: [samples], frames: 16, workers: 3)
      #expect(played == runner.run(reference, capture: [samples], frames: 16, workers: 1))
    }
    #expect(plan.statistics.refusedPuts >= 20)
    #expect(plan.statistics.refusedPuts == runner.queue.snapshot().refused)
    #expect(nodes.allSatisfy { $0.state.pointee.calls == 20 })
  }

  @Test func doesWithoutHelpersOnceTheQueueIsClosed() throws {
    let runner = try PlanRunner(helpers: 1)
    let (plan, nodes) = try fan(4)
    runner.queue.close()
    for _ in 0..<3 { _ = runner.run(plan, capture: [samples], frames: 16, workers: 2) }
    #expect(nodes.allSatisfy { $0.state.pointee.calls == 3 })
    #expect(plan.statistics.refusedPuts >= 3)
  }

  /// An item that asks for a helper outlives the plan it was put for.
  @Test func leavesNothingBehindForAnItemThatComesTooLate() throws {
    let runner = try PlanRunner(helpers: 0)
    weak var owner: TestNode?
    do {
      let (plan, nodes) = try fan(3)
      owner = nodes.first
      _ = runner.run(plan, capture: [samples], frames: 16, workers: 2)
    }
    // Still known to the item in the queue, which the next runs of a worker take out.
    #expect(owner != nil)
    runner.performAll()
    RetiredPlans.sweep()
    #expect(owner == nil)
  }

  /// Two steps that each wait for the other to run: only two threads get through.
  @Test func runsReadyStepsSideBySide() throws {
    let runner = try PlanRunner(helpers: 1)
    let running = Atomic<Int>(0)
    let met = Atomic<Int>(0)
    let node = ClosureNode { _ in
      running.wrappingAdd(1, ordering: .sequentiallyConsistent)
      if spin(until: { running.load(ordering: .sequentiallyConsistent) == 2 }) {
        met.wrappingAdd(1, ordering: .sequentiallyConsistent)
      }
    }
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [node.graphNode("a"), node.graphNode("b")], maximumFrames: 1))
    _ = runner.run(plan, frames: 1, workers: 2)
    #expect(met.load(ordering: .sequentiallyConsistent) == 2)
  }

  /// The helper's step begins before the calling thread's ends and lasts longer than that thread
  /// looks for work.
  @Test func sleepsThroughALongLastStepAndIsWoken() throws {
    let runner = try PlanRunner(helpers: 1)
    let begun = Atomic<Int>(0)
    let ended = Atomic<Int>(0)
    let short = ClosureNode { _ in
      #expect(spin(until: { begun.load(ordering: .acquiring) > 0 }))
    }
    let long = ClosureNode { _ in
      begun.wrappingAdd(1, ordering: .releasing)
      _ = rt_sleep(milliseconds: 3)
      ended.wrappingAdd(1, ordering: .releasing)
    }
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [short.graphNode("short"), long.graphNode("long")], maximumFrames: 1))
    for period in 1...20 {
      begun.store(0, ordering: .releasing)
      _ = runner.run(plan, frames: 1, workers: 2)
      let endedPeriods = ended.load(ordering: .acquiring)
      #expect(endedPeriods == period)
    }
    #expect(plan.statistics.steps.map(\.performed) == [20, 20])
  }

  /// What a long step makes ready, while the calling thread sleeps, runs on two threads again.
  @Test func wakesTheCallingThreadForNewWork() throws {
    let runner = try PlanRunner(helpers: 1)
    let isLongRunning = Atomic<Bool>(false)
    let running = Atomic<Int>(0)
    let short = ClosureNode { _ in
      #expect(spin(until: { isLongRunning.load(ordering: .acquiring) }))
    }
    let long = ClosureNode { _ in
      isLongRunning.store(true, ordering: .releasing)
      _ = rt_sleep(milliseconds: 3)
    }
    let meeting = ClosureNode { _ in
      running.wrappingAdd(1, ordering: .sequentiallyConsistent)
      #expect(spin(until: { running.load(ordering: .sequentiallyConsistent) == 2 }))
    }
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: [
          short.graphNode("short"), long.graphNode("long", outputs: 1),
          meeting.graphNode("c", inputs: 1), meeting.graphNode("d", inputs: 1),
        ],
        connections: [
          connect(.node(1, port: 0), .node(2, port: 0)),
          connect(.node(1, port: 0), .node(3, port: 0)),
        ], maximumFrames: 1))
    for _ in 0..<10 {
      isLongRunning.store(false, ordering: .releasing)
      running.store(0, ordering: .sequentiallyConsistent)
      _ = runner.run(plan, frames: 1, workers: 2)
    }
    #expect(plan.statistics.steps.map(\.performed) == [10, 10, 10, 10])
  }
}
