import CRealtime
import Foundation
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("WorkQueue: preempting", .serialized)
struct PreemptingQueueTests {
  @Test func aHighItemDoesNotWaitForARunningLowOne() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(named: "p", kind: .preempting)
    let (low, others) = (Recorder(), Recorder())
    var boxes: [NotedItem] = []
    low.gate.store(false, ordering: .releasing)
    try queue.put(low.item(0, keeping: &boxes), priority: .low)
    #expect(eventually { low.running.load(ordering: .acquiring) == 1 })

    try queue.put(others.item(1, keeping: &boxes), priority: .normal)
    try queue.put(others.item(2, keeping: &boxes), priority: .high)
    #expect(eventually { others.count.load(ordering: .acquiring) == 2 })
    #expect(low.count.load(ordering: .acquiring) == 0)

    low.gate.store(true, ordering: .releasing)
    #expect(eventually { low.count.load(ordering: .acquiring) == 1 })
    platform.shutdown()
    withExtendedLifetime(boxes) {}
  }

  @Test(arguments: [WorkQueue.Kind.preempting, .standard])
  func tellsHowManyItemsOfEachPriorityWait(kind: WorkQueue.Kind) throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(named: "p", kind: kind)
    let blocker = Recorder()
    var boxes: [NotedItem] = []
    blocker.gate.store(false, ordering: .releasing)
    for priority in WorkPriority.allCases {
      try queue.put(blocker.item(0, keeping: &boxes), priority: priority)
    }
    // One for each thread there is.
    let threads = kind == .preempting ? 3 : 1
    #expect(eventually { blocker.running.load(ordering: .acquiring) == threads })
    let others = Recorder()
    for (count, priority) in zip([1, 2, 3], WorkPriority.allCases) {
      for id in 0..<count { try queue.put(others.item(id, keeping: &boxes), priority: priority) }
    }
    let snapshot = queue.snapshot()
    #expect(snapshot.depths.reduce(0, +) == snapshot.depth)
    #expect(snapshot.depths == snapshot.highestDepths)
    if kind == .preempting { #expect(snapshot.depths == [1, 2, 3]) }
    blocker.gate.store(true, ordering: .releasing)
    #expect(eventually { others.count.load(ordering: .acquiring) == 6 })
    let after = queue.snapshot()
    #expect(after.depths == [0, 0, 0])
    #expect(after.highestDepths == snapshot.highestDepths)
    #expect(after.savedWakes + after.wakes >= 9)
    #expect(after.savedWakes <= 9)
    #expect(queue.refusedItems == 0)
    platform.shutdown()
    withExtendedLifetime(boxes) {}
  }

  @Test func itemsOfOnePriorityRunOneAtATimeOldestFirst() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "p", kind: .preempting, capacity: 4096)
    let recorders = WorkPriority.allCases.map { _ in Recorder() }
    var boxes: [NotedItem] = []
    for id in 0..<1000 {
      for (priority, recorder) in zip(WorkPriority.allCases, recorders) {
        try queue.put(recorder.item(id, keeping: &boxes), priority: priority)
      }
    }
    platform.shutdown()
    for recorder in recorders {
      #expect(recorder.order == Array(0..<1000))
      #expect(recorder.mostRunning.load(ordering: .acquiring) == 1)
    }
    withExtendedLifetime(boxes) {}
  }

  @Test func aHighItemRunsBeforeTenThousandLowOnes() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "p", kind: .preempting, capacity: 16_384)
    let (low, high) = (Recorder(), Recorder())
    var boxes: [NotedItem] = []
    low.gate.store(false, ordering: .releasing)
    for id in 0..<10_000 { try queue.put(low.item(id, keeping: &boxes), priority: .low) }
    try queue.put(high.item(0, keeping: &boxes), priority: .high)
    #expect(eventually { high.count.load(ordering: .acquiring) == 1 })
    #expect(low.count.load(ordering: .acquiring) == 0)
    low.gate.store(true, ordering: .releasing)
    platform.shutdown()
    #expect(low.order == Array(0..<10_000))
    withExtendedLifetime(boxes) {}
  }

  @Test func eachPriorityHasALevelOfItsOwn() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let proAudio = try #require(platform.classes["Pro Audio"])
    let queue = try platform.makeQueue(named: "p", kind: .preempting, taskClass: proAudio)
    #expect(
      queue.grants.map(\.asked) == [
        .fifo(priority: 83), .fifo(priority: 84), .fifo(priority: 85),
      ])
    #expect(queue.snapshot().workers.map(\.name) == ["p low", "p normal", "p high"])
  }

  @Test(
    .enabled(if: getuid() == 0, "only root gets real-time priority for certain"))
  func theKernelKnowsTheLevels() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let proAudio = try #require(platform.classes["Pro Audio"])
    let queue = try platform.makeQueue(named: "p", kind: .preempting, taskClass: proAudio)
    #expect(eventually { queue.snapshot().workers.allSatisfy { $0.threadID != 0 } })
    let levels = queue.snapshot().workers.map { $0.scheduling?.priority }
    #expect(levels == [83, 84, 85])
  }

  @Test func levelsEndWhereTheKernelsDo() {
    #expect(ThreadScheduling.fifo(priority: 99).lane(.high) == .fifo(priority: 99))
    #expect(ThreadScheduling.fifo(priority: 1).lane(.low) == .fifo(priority: 1))
    #expect(ThreadScheduling.roundRobin(priority: 5).lane(.high) == .roundRobin(priority: 6))
    #expect(ThreadScheduling.normal(nice: 0).lane(.high) == .normal(nice: -1))
    #expect(ThreadScheduling.normal(nice: 19).lane(.low) == .normal(nice: 19))
  }

  @Test func theCapacityIsThatOfEachPriority() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "p", kind: .preempting, capacity: 4)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    recorder.gate.store(false, ordering: .releasing)
    try queue.put(recorder.item(0, keeping: &boxes), priority: .low)
    #expect(eventually { recorder.running.load(ordering: .acquiring) == 1 })
    for id in 1...4 { try queue.put(recorder.item(id, keeping: &boxes), priority: .low) }
    let fifth = recorder.item(5, keeping: &boxes)
    let error = #expect(throws: WorkQueueError.self) { try queue.put(fifth, priority: .low) }
    #expect(error?.code == .full)
    try queue.put(recorder.item(6, keeping: &boxes), priority: .high)
    recorder.gate.store(true, ordering: .releasing)
    platform.shutdown()
    let snapshot = queue.snapshot()
    #expect(snapshot.kind == "preempting")
    #expect(snapshot.performed == [5, 0, 1])
    #expect(snapshot.refused == 1)
    #expect(snapshot.depth == 0)
    withExtendedLifetime(boxes) {}
  }

  @Test func serialQueuesOverItKeepTheirOrder() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "p", kind: .preempting)
    let serials = try (0..<4).map {
      try platform.makeSerialQueue(named: "s\($0)", over: queue, capacity: 4096)
    }
    let chained = try platform.makeSerialQueue(named: "c", over: serials[0], capacity: 4096)
    let queues = serials + [chained]
    let recorders = queues.map { _ in Recorder() }
    var boxes: [NotedItem] = []
    for id in 0..<500 {
      for (serial, recorder) in zip(queues, recorders) {
        try serial.put(recorder.item(id, keeping: &boxes), priority: WorkPriority.allCases[id % 3])
      }
    }
    #expect(
      eventually { recorders.allSatisfy { $0.count.load(ordering: .acquiring) == 500 } })
    for recorder in recorders {
      #expect(recorder.mostRunning.load(ordering: .acquiring) == 1)
      for place in 0..<3 {
        let order = recorder.order.filter { $0 % 3 == place }
        #expect(order == order.sorted())
      }
    }
    platform.shutdown()
    withExtendedLifetime(boxes) {}
  }

  @Test func anItemThatPutsPutsIntoTheQueueNotItsLane() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "p", kind: .preempting)
    final class Look: Sendable {
      let expected: QueueHandle
      let isSame = Atomic<Bool>(false)
      init(_ expected: QueueHandle) { self.expected = expected }
    }
    let look = Look(queue.handle)
    let item = WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<Look>.fromOpaque(context)._withUnsafeGuaranteedRef { look in
          let here = WorkerHandle.current?.queue.core == look.expected.core
          look.isSame.store(here, ordering: .releasing)
        }
      }, context: Unmanaged.passUnretained(look).toOpaque())
    try queue.put(item, priority: .low)
    platform.shutdown()
    let isSame = look.isSame.load(ordering: .acquiring)
    #expect(isSame)
    withExtendedLifetime(look) {}
  }
}
