import CRealtime
import Foundation
import TestSupport
import Testing

@testable import WorkQueues

@Suite("Waiting items: refusals", .serialized) struct WaitingRefusalTests {
  @Test func aDescriptorThatCannotBeWaitedOn() throws {
    let bench = try GuestBench()
    // The waiter's own descriptors come first, or they might be given the number that is gone.
    let key = try bench.platform.putWaiting(bench.item(0), on: bench.queue, descriptor: nil)
    #expect(bench.platform.cancelWaiting(key))
    let regular = open("/proc/self/exe", O_RDONLY)
    let gone = try TestDescriptor.event()
    gone.close()
    for (descriptor, part) in [
      (regular, "always ready"), (gone.number, "not open"), (-1, "not open"),
      (.max, "not open"),
    ] {
      let waiting = #expect(throws: WorkQueueError.self) {
        try bench.platform.putWaiting(bench.item(1), on: bench.queue, descriptor: descriptor)
      }
      #expect(waiting?.code == .badDescriptor)
      #expect(waiting?.description.contains(part) == true)
      let joining = #expect(throws: WorkQueueError.self) { try bench.queue.join(descriptor) }
      #expect(joining?.code == .badDescriptor)
    }
    close(regular)
    #expect(eventually { bench.platform.waiter.snapshot().waiting == 0 })
    bench.platform.shutdown()
  }

  @Test func severalItemsWaitAllOrNone() throws {
    let bench = try GuestBench()
    let open = TestDescriptor.openCount
    let descriptor = try TestDescriptor.event()
    let good = WaitingItem(bench.item(1), on: bench.queue, descriptor: descriptor.number)
    let bad = WaitingItem(bench.item(2), on: bench.queue, descriptor: -1)
    let endless = WaitingItem(bench.item(3), on: bench.queue, descriptor: nil)
    let error = #expect(throws: WorkQueueError.self) {
      try bench.platform.putWaiting([good, endless, bad, good])
    }
    #expect(error?.code == .badDescriptor)
    #expect(bench.platform.waiter.snapshot().waiting == 0)
    // The waiter's two and the descriptor itself.
    #expect(TestDescriptor.openCount == open + 3)
    descriptor.signal()
    let keys = try bench.platform.putWaiting([good, endless, good])
    #expect(Set(keys).count == 3)
    #expect(eventually { bench.platform.waiter.snapshot().fired == 2 })
    #expect(bench.platform.cancelWaiting(keys) == [false, true, false])
    bench.performAll()
    #expect(bench.order == [1, 1])
    #expect(try bench.platform.putWaiting([]) == [])
    bench.platform.shutdown()
  }

  @Test func refusesMoreThanFit() throws {
    let bench = try GuestBench()
    let item = WaitingItem(
      bench.item(1), on: bench.queue, descriptor: nil, onCancel: bench.item(2))
    let keys = try bench.platform.putWaiting(
      Array(repeating: item, count: WorkWaiter.capacity - 1))
    let error = #expect(throws: WorkQueueError.self) {
      try bench.platform.putWaiting([item, item])
    }
    #expect(error?.code == .full)
    let last = try bench.platform.putWaiting([item])
    let descriptor = try TestDescriptor.event()
    let joined = try bench.queue.join(descriptor.number)
    let late = #expect(throws: WorkQueueError.self) { try joined.put(bench.item(3)) }
    #expect(late?.code == .full)
    let canceled = bench.platform.cancelWaiting(keys + last)
    #expect(canceled == Array(repeating: true, count: WorkWaiter.capacity))
    #expect(eventually { bench.platform.waiter.snapshot().waiting == 0 })
    bench.performAll()
    #expect(bench.order == Array(repeating: 2, count: WorkWaiter.capacity))
    bench.platform.shutdown()
  }

  @Test func refusesOnceItIsStoppedOrTheQueueIsClosed() throws {
    let bench = try GuestBench()
    let descriptor = try TestDescriptor.event()
    let closed = try bench.platform.makeQueue(named: "closed", kind: .standard)
    let early = try closed.join(descriptor.number)
    bench.platform.close(closed)
    let first = #expect(throws: WorkQueueError.self) {
      try bench.platform.putWaiting(bench.item(1), on: closed, descriptor: nil)
    }
    #expect(first?.code == .closed)
    #expect(throws: WorkQueueError.self) { try closed.join(descriptor.number) }
    #expect(throws: WorkQueueError.self) { try early.put(bench.item(1)) }
    let key = try bench.platform.putWaiting(bench.item(1), on: bench.queue, descriptor: nil)
    bench.platform.shutdown()
    let second = #expect(throws: WorkQueueError.self) {
      try bench.platform.putWaiting(bench.item(2), on: bench.queue, descriptor: nil)
    }
    #expect(second?.code == .closed)
    #expect(!bench.platform.cancelWaiting(key))
    #expect(early.handle.put(bench.item(3)) == nil)
  }

  @Test func aPlatformThatNeverWaitedHasNothingToEnd() throws {
    let open = TestDescriptor.openCount
    let bench = try GuestBench()
    #expect(!bench.platform.cancelWaiting(WaitingItemKey(rawValue: 1 << 16)))
    let snapshot = bench.platform.waiter.snapshot()
    #expect(snapshot.threadID == 0)
    #expect(snapshot.scheduling == nil)
    #expect(TestDescriptor.openCount == open)
    bench.platform.shutdown()
    let error = #expect(throws: WorkQueueError.self) {
      try bench.platform.putWaiting(bench.item(2), on: bench.queue, descriptor: nil)
    }
    #expect(error?.code == .closed)
  }
}
