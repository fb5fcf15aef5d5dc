import CRealtime
import TestSupport
import Testing

@testable import WorkQueues

@Suite("Waiting items: signals", .serialized) struct WaitingSignalTests {
  @Test func theWaitersThreadPerformsThem() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let threads = Locked<[Int32]>([])
    let note: @Sendable () -> Void = { threads.withLock { $0.append(rt_thread_id()) } }
    let descriptor = try TestDescriptor.event()
    descriptor.signal()
    var signal = WaitingItem(oneTimeItem(note), on: queue, descriptor: descriptor.number)
    signal.isSignal = true
    try platform.putWaiting([signal])
    #expect(eventually { threads.withLock { $0.count } == 1 })
    // The same slot, and no signal any more.
    #expect(eventually { platform.waiter.snapshot().waiting == 0 })
    try platform.putWaiting(oneTimeItem(note), on: queue, descriptor: descriptor.number)
    #expect(eventually { threads.withLock { $0.count } == 2 })
    let worker = queue.snapshot().workers.first?.threadID
    #expect(threads.withLock { $0.last } == worker)
    #expect(threads.withLock { $0.first } != worker)
    #expect(threads.withLock { $0.first } == platform.waiter.snapshot().threadID)
    #expect(platform.waiter.snapshot().fired == 2)
    platform.shutdown()
    #expect(queue.snapshot().performed == [0, 1, 0])
  }

  @Test func theQueueIsToldOfACancelledOne() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let item = oneTimeItem { Issue.record("was performed") }
    let thread = Locked<Int32>(0)
    var signal = WaitingItem(
      item, on: queue, descriptor: nil,
      onCancel: oneTimeItem { thread.withLock { $0 = rt_thread_id() } })
    signal.isSignal = true
    let keys = try platform.putWaiting([signal])
    #expect(platform.cancelWaiting(keys) == [true])
    #expect(eventually { thread.withLock { $0 } != 0 })
    #expect(thread.withLock { $0 } == queue.snapshot().workers.first?.threadID)
    platform.shutdown()
    dropItem(item)
  }
}
