import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("WorkTraits", .serialized) struct WorkTraitsTests {
  private let platform: WorkPlatform

  init() throws { platform = try WorkPlatform() }

  @Test func theValuesAreThoseOfWindows() {
    let all: [WorkTraits] = [.fast, .signal, .blocking, .reply]
    #expect(all.map(\.rawValue) == [1, 2, 4, 8])
    #expect(all.map(\.isFast) == [true, true, false, false])
  }

  @Test(arguments: [WorkTraits.fast, .signal, [.fast, .signal]])
  func fastItemsGoToTwoQueuesOnly(traits: WorkTraits) throws {
    defer { platform.shutdown() }
    let count = Locked(0)
    for which in [PlatformQueue.io, .timer] {
      try platform.put(
        oneTimeItem { count.withLock { $0 += 1 } }, to: which, traits: traits)
    }
    for which in [PlatformQueue.standard, .realTime, .multithreaded, .longFunction] {
      expectInvalid { () throws(WorkQueueError) in
        try platform.put(idleItem, to: which, traits: traits)
      }
    }
    let own = try platform.makeQueue(named: "own", kind: .standard)
    let serial = try platform.makeSerialQueue(named: "s", over: platform.queue(.io))
    for queue in [own, serial] {
      expectInvalid { () throws(WorkQueueError) in
        try platform.put(idleItem, to: queue, traits: traits)
      }
    }
    platform.shutdown()
    #expect(count.withLock { $0 } == 2)
    #expect(own.snapshot().performed == [0, 0, 0])
    #expect(serial.snapshot().performed == [0, 0, 0])
  }

  @Test func repliesAreForSerialQueues() throws {
    defer { platform.shutdown() }
    let log = Locked<[String]>([])
    let turn = Locked<SerialTurn?>(nil)
    let item = oneTimeItem {
      log.withLock { $0.append("kept") }
      turn.withLock { $0 = SerialTurn.hold() }
    }
    try platform.put(item, to: .standard, traits: .reply)
    try platform.put(oneTimeItem { log.withLock { $0.append("next") } }, to: .standard)
    #expect(eventually { turn.withLock { $0 } != nil })
    #expect(log.withLock { $0 } == ["kept"])
    try #require(turn.withLock { $0 }).reply()
    #expect(eventually { log.withLock { $0 } == ["kept", "next"] })

    for which in PlatformQueue.allCases where which != .standard {
      expectInvalid { () throws(WorkQueueError) in
        try platform.put(idleItem, to: which, traits: .reply)
      }
    }
  }

  @Test func anItemThatDoesNotKeepItsTurnEndsIt() throws {
    let count = Locked(0)
    for _ in 0..<3 {
      try platform.put(oneTimeItem { count.withLock { $0 += 1 } }, to: .standard, traits: .reply)
    }
    platform.shutdown()
    #expect(count.withLock { $0 } == 3)
  }

  @Test func blockingItemsCountUntilTheyHaveReturned() throws {
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let gate = Locked(false)
    for _ in 0..<3 {
      let item = oneTimeItem {
        while !gate.withLock({ $0 }) { _ = rt_sleep_until(rt_now_nanoseconds() + 100_000) }
      }
      try platform.put(item, to: queue, traits: .blocking)
    }
    try platform.put(oneTimeItem {}, to: queue)
    #expect(queue.blockingItems == 3)
    gate.withLock { $0 = true }
    platform.shutdown()
    #expect(queue.blockingItems == 0)
    #expect(queue.snapshot().performed == [0, 4, 0])
  }

  @Test func aBlockingItemThatIsRefusedDoesNotCount() throws {
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 0), capacity: 2)
    for _ in 0..<2 { try platform.put(idleItem, to: queue, traits: .blocking) }
    let error = #expect(throws: WorkQueueError.self) {
      try platform.put(idleItem, to: queue, traits: .blocking)
    }
    #expect(error?.code == .full)
    #expect(queue.blockingItems == 2)
    platform.shutdown()
    #expect(queue.blockingItems == 0)
    let closed = #expect(throws: WorkQueueError.self) {
      try platform.put(idleItem, to: queue, traits: .blocking)
    }
    #expect(closed?.code == .closed)
    #expect(queue.blockingItems == 0)
  }

  @Test func noItemIsFastAndBlocking() throws {
    defer { platform.shutdown() }
    expectInvalid { () throws(WorkQueueError) in
      try platform.put(idleItem, to: .io, traits: [.fast, .blocking])
    }
  }

  @Test func thePriorityIsThatOfThePut() throws {
    try platform.put(idleItem, to: .timer, priority: .high, traits: .signal)
    try platform.put(idleItem, to: .timer, priority: .low, traits: .fast)
    let queue = try platform.queue(.timer)
    platform.shutdown()
    #expect(queue.snapshot().performed == [1, 0, 1])
  }

  private func expectInvalid(
    _ put: () throws(WorkQueueError) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: WorkQueueError.self, sourceLocation: sourceLocation) { try put() }
    #expect(error?.code == .invalidQueue, sourceLocation: sourceLocation)
  }
}
