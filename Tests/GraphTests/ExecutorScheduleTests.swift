import CRealtime
import Foundation
import Synchronization
import TestSupport
import Testing
import WorkQueues

@testable import Graph

@Suite("Executor, schedules", .serialized) struct ExecutorScheduleTests {
  /// Another thread gives the plan other schedules all the time.
  @Test func playsTheSameUnderSchedulesThatChange() throws {
    let seed = UInt64.random(in: 0..<1_000_000)
    print("schedules that change: seed \(seed)")
    let graph = RandomGraph(seed: seed, nodeCount: 90, maximumFrames: 4)
    let twin = RandomGraph(seed: seed, nodeCount: 90, maximumFrames: 4)
    let plan = try Plan(compiling: graph.description)
    let serial = try Plan(compiling: twin.description)
    let runner = try PlanRunner(helpers: 2)
    let isDone = Atomic<Bool>(false)
    let hasEnded = Atomic<Bool>(false)
    let changer = Thread {
      var random = SeededGenerator(seed: seed)
      while !isDone.load(ordering: .acquiring) {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: plan.revise(.serial)
        case 1: plan.revise()
        default: plan.revise(.parallel(threads: Int.random(in: 1...4, using: &random)))
        }
        _ = rt_sleep_until(rt_now_nanoseconds() + 50_000)
      }
      hasEnded.store(true, ordering: .releasing)
    }
    changer.start()
    var random = SeededGenerator(seed: seed)
    var differing = 0
    for _ in 0..<2_000 {
      let captured = (0..<graph.description.captureChannels).map { _ in
        (0..<4).map { _ in random.sample() }
      }
      let played = runner.run(plan, capture: captured, frames: 4, workers: 3)
      if played != runner.run(serial, capture: captured, frames: 4, workers: 1) { differing += 1 }
    }
    isDone.store(true, ordering: .releasing)
    #expect(spin { hasEnded.load(ordering: .acquiring) })
    #expect(differing == 0, "seed \(seed)")
    #expect(graph.nodes.allSatisfy { $0.state.pointee.calls == 2_000 && !$0.hasOverlapped })
  }

  /// Its only helper is busy elsewhere for the whole time.
  @Test func needsNoHelperThatIsBusy() throws {
    let runner = try PlanRunner(helpers: 1)
    let gate = Gate()
    try runner.queue.put(
      WorkItem(
        { context in
          guard let context else { return }
          Unmanaged<Gate>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.wait() }
        }, context: Unmanaged.passUnretained(gate).toOpaque()))
    let entered = spin { gate.isEntered.load(ordering: .acquiring) }
    #expect(entered)
    let graph = RandomGraph(seed: 11, nodeCount: 40, maximumFrames: 4)
    let plan = try Plan(compiling: graph.description)
    plan.revise(.parallel(threads: 2))
    let captured = [[Float]](
      repeating: [1, 2, 3, 4], count: graph.description.captureChannels)
    for _ in 0..<50 { _ = runner.run(plan, capture: captured, frames: 4, workers: 2) }
    #expect(graph.nodes.allSatisfy { $0.state.pointee.calls == 50 })
    gate.isOpen.store(true, ordering: .releasing)
  }

  private final class Gate: Sendable {
    let isEntered = Atomic<Bool>(false)
    let isOpen = Atomic<Bool>(false)

    func wait() {
      isEntered.store(true, ordering: .releasing)
      _ = spin { isOpen.load(ordering: .acquiring) }
    }
  }

  /// Counted on the calling thread and on the helper.
  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has its own heap"))
  func allocatesNothingInThousandsOfPeriods() throws {
    let runner = try PlanRunner(helpers: 1)
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: (0..<16).map { _ in .silent("n") }, maximumFrames: 16))
    plan.revise(.parallel(threads: 2))
    let (handle, queue) = (plan.handle, runner.queue.handle)
    var period = rt_period()
    period.frames = 16
    var rise = HelperRise()
    func run(_ count: Int) {
      for _ in 0..<count {
        period.due_nanoseconds += 1_000_000
        Executor.run(handle, period: &period, queue: queue, workers: 2, rising: &rise)
      }
    }
    run(100)
    let counter = MallocCounter()
    try runner.queue.put(WorkItem(MallocCounter.startThread, context: counter.context))
    MallocCounter.startThread(counter.context)
    run(5_000)
    MallocCounter.stopThread(nil)
    #expect(counter.allocations == 0)
    #expect(counter.frees == 0)
    #expect(plan.statistics.steps.allSatisfy { $0.performed == 5_100 })
    runner.platform.shutdown()
  }

  @Test func letsHelpersRiseForSteadyPeriods() throws {
    let runner = try PlanRunner(helpers: 1)
    let plan = try Plan(
      compiling: GraphDescription(
        nodes: (0..<8).map { _ in .silent("n") }, maximumFrames: 16))
    plan.revise(.parallel(threads: 2))
    var period = rt_period()
    period.frames = 16
    var rise = HelperRise()
    let length: Int64 = 20_000_000
    func rises() -> UInt64 { runner.queue.snapshot().rises }
    period.due_nanoseconds = rt_now_nanoseconds()
    var periods = 0
    while rises() == 0, periods < 2_000 {
      Executor.run(
        plan.handle, period: &period, queue: runner.queue.handle, workers: 2, rising: &rise)
      // On a machine that fell behind the periods begin anew: nobody rises for one in the past.
      period.due_nanoseconds = max(period.due_nanoseconds + length, rt_now_nanoseconds())
      while rt_sleep_until(period.due_nanoseconds) != 0 {}
      periods += 1
    }
    #expect(rises() > 0)
  }
}

extension GraphNode {
  /// A node without ports that does nothing, and needs no Swift object.
  fileprivate static func silent(_ name: String) -> GraphNode {
    GraphNode(
      name: name, process: { _, _ in }, context: nil, inputCount: 0, outputCount: 0)
  }
}
