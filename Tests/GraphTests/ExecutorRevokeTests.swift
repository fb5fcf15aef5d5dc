import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import Graph

@Suite("Executor, revoked runs", .serialized) struct ExecutorRevokeTests {
  /// Two chains of two nodes, the first nodes given.
  private func plan(_ first: ClosureNode, _ second: ClosureNode, last: ClosureNode) throws -> Plan {
    try Plan(
      compiling: GraphDescription(
        nodes: [
          first.graphNode("a", outputs: 1), second.graphNode("b", outputs: 1),
          last.graphNode("c", inputs: 1), last.graphNode("d", inputs: 1),
        ],
        connections: [
          connect(.node(0, port: 0), .node(2, port: 0)),
          connect(.node(1, port: 0), .node(3, port: 0)),
          connect(.node(0, port: 0), .playback(0)),
        ], playbackChannels: 1, maximumFrames: 4))
  }

  private func one() -> ClosureNode {
    ClosureNode { $0.outputs[0]?.update(repeating: 1, count: Int($0.frames)) }
  }

  @Test func leavesTheRestOutAndGoesOnWithTheNextPeriod() throws {
    let runner = try PlanRunner(helpers: 0)
    let handle = Locked<PlanHandle?>(nil)
    let isRevoking = Atomic<Bool>(true)
    let calls = Atomic<Int>(0)
    let revoking = ClosureNode { block in
      block.outputs[0]?.update(repeating: 1, count: Int(block.frames))
      if isRevoking.load(ordering: .relaxed) { handle.withLock { $0?.revoke() } }
    }
    let last = ClosureNode { _ in calls.wrappingAdd(1, ordering: .relaxed) }
    let plan = try plan(revoking, one(), last: last)
    handle.withLock { $0 = plan.handle }
    for workers in [1, 2, 1] {
      calls.store(0, ordering: .relaxed)
      isRevoking.store(true, ordering: .relaxed)
      // The step that is played was performed.
      let first = runner.run(plan, frames: 4, workers: workers)
      #expect(first == [[1, 1, 1, 1]])
      isRevoking.store(false, ordering: .relaxed)
      let callsBefore = calls.exchange(0, ordering: .relaxed)
      #expect(callsBefore < 2)
      let played = runner.run(plan, frames: 4, workers: workers)
      #expect(played == [[1, 1, 1, 1]])
      let callsAfter = calls.load(ordering: .relaxed)
      #expect(callsAfter == 2)
    }
  }

  /// A helper that stays in a node: the next period uses the other core, and none of its buffers.
  @Test func runsOnTheOtherCoreWhileAThreadIsInside() throws {
    let runner = try PlanRunner(helpers: 1)
    let scene = Scene()
    let node = ClosureNode { scene.play($0) }
    let plan = try plan(node, node, last: ClosureNode { _ in })
    scene.handle.withLock { $0 = plan.handle }
    let first = runner.run(plan, frames: 4, workers: 2)
    #expect(first == [[0, 0, 0, 0]] || first == [[1, 1, 1, 1]])
    let core = plan.memory.head.pointee.current.load(ordering: .relaxed)
    let played = (0..<20).map { _ in runner.run(plan, frames: 4, workers: 1) }
    #expect(first == [[1, 1, 1, 1]] ? played.last == first : played.last == [[0, 0, 0, 0]])
    let other = plan.memory.head.pointee.current.load(ordering: .relaxed)
    #expect(other == 1 - core)
    #expect(scene.buffers.withLock { !$0.contains(scene.late.withLock { $0 }) })
    #expect(plan.memory.isKnown)
    scene.isFree.store(true, ordering: .releasing)
    #expect(spin { !plan.memory.isKnown })
    // Both cores are good again.
    scene.handle.withLock { $0 }?.revoke()
    let last = (0..<40).map { _ in runner.run(plan, frames: 4, workers: 2) }.last
    #expect(last == [[1, 1, 1, 1]])
  }

  /// The plan is let go while a thread is still inside it.
  @Test func outlivesThePlanInANodeThatIsLate() throws {
    let runner = try PlanRunner(helpers: 1)
    let scene = Scene()
    weak var owner: ClosureNode?
    do {
      let node = ClosureNode { scene.play($0) }
      owner = node
      let plan = try plan(node, node, last: ClosureNode { _ in })
      scene.handle.withLock { $0 = plan.handle }
      _ = runner.run(plan, frames: 4, workers: 2)
    }
    #expect(owner != nil)
    scene.isFree.store(true, ordering: .releasing)
    #expect(
      spin {
        RetiredPlans.sweep(); return owner == nil
      })
  }

  /// The calling thread waits in its node until the helper is in the other one, and revokes the run.
  private final class Scene: @unchecked Sendable {
    let handle = Locked<PlanHandle?>(nil)
    let caller = rt_thread_id()
    let isStuck = Atomic<Bool>(false)
    let isFree = Atomic<Bool>(false)
    let buffers = Locked<Set<UInt>>([])
    let late = Locked<UInt>(0)
    private let hasMet = Atomic<Bool>(false)

    func play(_ block: rt_block) {
      if hasMet.load(ordering: .acquiring) {
        let buffer = UInt(bitPattern: block.outputs[0])
        buffers.withLock { _ = $0.insert(buffer) }
      } else if rt_thread_id() == caller {
        #expect(spin { isStuck.load(ordering: .acquiring) })
        hasMet.store(true, ordering: .releasing)
        handle.withLock { $0 }?.revoke()
      } else {
        let buffer = UInt(bitPattern: block.outputs[0])
        late.withLock { $0 = buffer }
        isStuck.store(true, ordering: .releasing)
        #expect(spin { isFree.load(ordering: .acquiring) })
      }
      block.outputs[0]?.update(repeating: 1, count: Int(block.frames))
    }
  }
}
