import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("Waiting items: allocations", .serialized) struct WaitingAllocationTests {
  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has the heap"))
  func neitherTheTurnNorAJoinedWaitAllocates() throws {
    let bench = try GuestBench()
    let waiter = try WaitingBench()
    let descriptor = try TestDescriptor.event()
    let handle = try waiter.join(descriptor.number, to: bench.queue)
    let item = bench.item(1)
    let onCancel = bench.item(2)
    var failures = 0
    let counted = {
      for _ in 0..<300 {
        let fired = handle.put(item)
        let cancelled = handle.put(item, onCancel: onCancel)
        if let cancelled, !handle.cancel(cancelled) { failures += 1 }
        descriptor.signal()
        waiter.turn()
        descriptor.drain()
        waiter.turn()
        if fired == nil { failures += 1 }
      }
    }
    counted()
    bench.performAll()
    #expect(MallocCounter.count(counted) == 0)
    #expect(failures == 0)
    #expect(waiter.core.pointee.fired.load(ordering: .relaxed) == 600)
    bench.performAll()
    bench.platform.shutdown()
  }

  /// Also what ends a plain wait: its registration is closed by the waiter's thread.
  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has the heap"))
  func closingARegistrationAllocatesNothing() throws {
    let bench = try GuestBench()
    let waiter = try WaitingBench()
    let descriptor = try TestDescriptor.event()
    var allocations = 0
    for round in 0..<100 {
      for _ in 0..<5 {
        _ = try waiter.put(bench.item(round), on: bench.queue, descriptor: descriptor.number)
      }
      descriptor.signal()
      let counted = MallocCounter.count { waiter.turn() }
      if round > 0 { allocations += counted }
      descriptor.drain()
    }
    #expect(allocations == 0)
    bench.performAll()
    #expect(bench.order.count == 500)
    bench.platform.shutdown()
  }
}
