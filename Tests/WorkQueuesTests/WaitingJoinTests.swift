import CRealtime
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("JoinedDescriptor", .serialized) struct WaitingJoinTests {
  @Test func itemsComeAgainAndAgain() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let descriptor = try TestDescriptor.event()
    let joined = try queue.join(descriptor.number)
    let open = TestDescriptor.openCount
    for id in 0..<200 {
      try joined.put(recorder.item(id, keeping: &boxes))
      if id == 100 { _ = rt_sleep_until(rt_now_nanoseconds() + 5_000_000) }
      #expect(recorder.order.count == id)
      descriptor.signal()
      #expect(eventually { recorder.count.load(ordering: .acquiring) == id + 1 })
      descriptor.drain()
    }
    #expect(recorder.order == Array(0..<200))
    #expect(TestDescriptor.openCount == open)
    joined.unjoin()
    #expect(TestDescriptor.openCount == open - 1)
    platform.shutdown()
  }

  @Test func severalItemsFireTogetherOldestFirst() throws {
    let bench = try GuestBench()
    let waiter = try WaitingBench()
    let descriptor = try TestDescriptor.event()
    let handle = try waiter.join(descriptor.number, to: bench.queue)
    let keys = (0..<10).map { handle.put(bench.item($0), onCancel: bench.item(-$0)) }
    waiter.turn()
    #expect(waiter.milliseconds == -1)
    descriptor.signal()
    if let key = keys[4] { #expect(handle.cancel(key)) }
    waiter.turn()
    bench.performAll()
    #expect(bench.order == [0, 1, 2, 3, -4, 5, 6, 7, 8, 9])
    #expect(waiter.waiting == 0)
    bench.platform.shutdown()
  }

  /// An item that came after the descriptor was last ready waits for the next time.
  @Test func aReportMeansOnlyThoseWhoWereThere() throws {
    let bench = try GuestBench()
    let waiter = try WaitingBench()
    let descriptor = try TestDescriptor.event()
    let handle = try waiter.join(descriptor.number, to: bench.queue)
    let first = handle.put(bench.item(1))
    #expect(first != nil)
    descriptor.signal()
    // What the thread does in a turn, with a put in between.
    var ready = [UInt64](repeating: 0, count: WaiterRun.readyLimit)
    let count = rt_epoll_wait(waiter.core.pointee.epoll, &ready, 0)
    #expect(count == 1)
    descriptor.drain()
    let second = handle.put(bench.item(2))
    #expect(second != nil)
    waiter.report(WaiterEvent(word: ready[0]))
    bench.performAll()
    #expect(bench.order == [1])
    descriptor.signal()
    waiter.turn()
    bench.performAll()
    #expect(bench.order == [1, 2])
    bench.platform.shutdown()
  }

  /// Two threads put at once, and the one that came first arms the registration last.
  @Test func anItemThatAnOlderOneDisarmedIsArmedAgain() throws {
    let bench = try GuestBench()
    let waiter = try WaitingBench()
    let descriptor = try TestDescriptor.event()
    let handle = try waiter.join(descriptor.number, to: bench.queue)
    let keys = [handle.put(bench.item(1)), handle.put(bench.item(2))]
    let slot = try #require(keys[0]).slot
    waiter.core.pointee.arm(handle.source, for: waiter.core.pointee.slots[Int(slot)].ticket)
    descriptor.signal()
    waiter.turn()
    waiter.turn()
    bench.performAll()
    #expect(bench.order == [1, 2])
    bench.platform.shutdown()
  }

  /// A put that found the join open goes on while it is ended.
  @Test func theEndOfAJoinWaitsForAPutUnderWay() throws {
    let bench = try GuestBench()
    let waiter = try WaitingBench()
    let descriptor = try TestDescriptor.event()
    let handle = try waiter.join(descriptor.number, to: bench.queue)
    let source = waiter.core.pointee.sources + Int(handle.source)
    source.pointee.users.wrappingAdd(1, ordering: .sequentiallyConsistent)
    #expect(waiter.endJoin(handle))
    waiter.turn()
    #expect(source.pointee.descriptor >= 0)
    #expect(waiter.milliseconds == 1)
    waiter.core.armLate(
      bench.item(1), onCancel: bench.item(2), on: bench.queue, source: handle.source)
    waiter.core.pointee.stopUsing(handle.source)
    waiter.closeSources()
    // It is in the queue before whoever ended the join goes on.
    #expect(source.pointee.descriptor == -1)
    #expect(source.pointee.owner.load(ordering: .acquiring) == 0)
    bench.performAll()
    #expect(bench.order == [2])
    #expect(waiter.milliseconds == -1)
    bench.platform.shutdown()
  }

  @Test func unjoinCancelsWhatWaits() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let descriptor = try TestDescriptor.event()
    let joined = try queue.join(descriptor.number)
    try platform.putWaiting(
      recorder.item(9, keeping: &boxes), on: queue, descriptor: descriptor.number)
    for id in 1...3 {
      try joined.put(
        recorder.item(-id, keeping: &boxes), onCancel: recorder.item(id, keeping: &boxes))
    }
    joined.unjoin()
    joined.unjoin()
    #expect(eventually { recorder.order == [1, 2, 3] })
    let error = #expect(throws: WorkQueueError.self) {
      try joined.put(recorder.item(4, keeping: &boxes))
    }
    #expect(error?.code == .closed)
    #expect(joined.handle.put(recorder.item(4, keeping: &boxes)) == nil)
    // What waits without the join goes on waiting.
    descriptor.signal()
    #expect(eventually { recorder.order == [1, 2, 3, 9] })
    platform.shutdown()
  }

  @Test func theLastReferenceEndsTheJoin() throws {
    let bench = try GuestBench()
    let descriptor = try TestDescriptor.event()
    var joined: JoinedDescriptor? = try bench.queue.join(descriptor.number)
    let open = TestDescriptor.openCount
    try joined?.put(bench.item(1), onCancel: bench.item(2))
    let handle = joined?.handle
    joined = nil
    #expect(TestDescriptor.openCount == open - 1)
    bench.performAll()
    #expect(bench.order == [2])
    #expect(handle?.put(bench.item(3)) == nil)
    bench.platform.shutdown()
  }

  @Test func aDescriptorHasOneQueue() throws {
    let bench = try GuestBench()
    let other = try bench.platform.makeQueue(named: "other", kind: .standard)
    let descriptor = try TestDescriptor.event()
    let joined = try bench.queue.join(descriptor.number)
    let same = try bench.queue.join(descriptor.number)
    let error = #expect(throws: WorkQueueError.self) { try other.join(descriptor.number) }
    #expect(error?.code == .joined)
    #expect(error?.description.contains("bench") == true)
    let unrelated = try TestDescriptor.event()
    let second = try other.join(unrelated.number)
    joined.unjoin()
    #expect(throws: WorkQueueError.self) { try other.join(descriptor.number) }
    same.unjoin()
    let moved = try other.join(descriptor.number)
    moved.unjoin()
    second.unjoin()
    bench.platform.shutdown()
  }

  /// The number counts only where the kernel does not tell which file it is of.
  @Test func aNumberMayBeAnotherFileBefore() throws {
    let bench = try GuestBench()
    let other = try bench.platform.makeQueue(named: "other", kind: .standard)
    let descriptor = try TestDescriptor.event()
    let copy = rt_descriptor_duplicate(descriptor.number)
    let isTold = !rt_descriptor_is_same(descriptor.number, 0, descriptor.number)
    let joined = try bench.queue.join(descriptor.number)
    if isTold { #expect(throws: WorkQueueError.self) { try other.join(copy) } }
    let replacement = try TestDescriptor.event()
    _ = dup2(replacement.number, descriptor.number)
    if isTold { try other.join(descriptor.number).unjoin() }
    joined.unjoin()
    close(copy)
    bench.platform.shutdown()
  }
}
