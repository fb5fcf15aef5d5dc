import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("WorkQueue: allocations", .serialized) struct AllocationTests {
  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has the heap"))
  func puttingAndPerformingAllocateNothing() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let serial = try platform.makeSerialQueue(named: "s", over: queue)
    let count = UnsafeMutablePointer<Atomic<Int>>.allocate(capacity: 1)
    count.initialize(to: Atomic(0))
    defer { count.deallocate() }
    let item = WorkItem(
      { context in
        guard let count = context?.assumingMemoryBound(to: Atomic<Int>.self) else { return }
        count.pointee.wrappingAdd(1, ordering: .relaxed)
      }, context: count)
    put(1000, item, into: [queue.handle, serial.handle])
    #expect(eventually { count.pointee.load(ordering: .relaxed) == 1000 })

    let worker = MallocCounter()
    let start = WorkItem(MallocCounter.startThread, context: worker.context)
    try queue.put(start, priority: .high)
    let handles = [queue.handle, serial.handle]
    let producer = MallocCounter.count { put(100_000, item, into: handles) }
    #expect(eventually { count.pointee.load(ordering: .relaxed) == 101_000 })
    try queue.put(WorkItem(MallocCounter.stopThread, context: nil))
    platform.shutdown()
    #expect(producer == 0)
    #expect(worker.allocations == 0)
    #expect(worker.frees == 0)
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has the heap"))
  func schedulingAndCancellingAllocateNothing() throws {
    let bench = try GuestBench()
    let timer = TimerBench()
    let item = bench.item(1)
    let counted = {
      for round in 0..<1000 {
        let due = Int64(round) * 1000
        let once = timer.schedule(item, on: bench.queue, due: due + 1)
        let often = timer.schedule(item, on: bench.queue, due: due, interval: 300)
        timer.turn(now: due + 500)
        if let once { _ = timer.core.pointee.cancel(once) }
        if let often { _ = timer.core.pointee.cancel(often) }
        timer.turn(now: due + 700)
      }
    }
    counted()
    #expect(MallocCounter.count(counted) == 0)
    bench.platform.shutdown()
  }

  private func put(_ items: Int, _ item: WorkItem, into queues: [QueueHandle]) {
    for number in 0..<items {
      let priority = WorkPriority(rawValue: Int8(number % 3) - 1) ?? .normal
      while queues[number & 1].put(item, priority: priority) != .accepted {
        _ = rt_sleep_until(rt_now_nanoseconds() + 50_000)
      }
    }
  }
}
