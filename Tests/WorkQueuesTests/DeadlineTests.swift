import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("Deadline", .serialized) struct DeadlineTests {
  private let farAway = Int64.max

  @Test func sixtyFourFitAndACancelledOneMakesRoom() throws {
    let bench = try DeadlineBench()
    let serial = try bench.platform.makeSerialQueue(named: "s", over: bench.queue)
    var keys: [DeadlineKey] = []
    for index in 0..<64 {
      let queue = index.isMultiple(of: 2) ? bench.queue : serial
      keys.append(try queue.setDeadline(dueNanoseconds: farAway))
    }
    #expect(Set(keys).count == 64)
    for queue in [bench.queue, serial] {
      let error = #expect(throws: WorkQueueError.self) {
        try queue.setDeadline(dueNanoseconds: farAway)
      }
      #expect(error?.code == .tooMany)
      #expect(queue.handle.setDeadline(dueNanoseconds: farAway) == nil)
    }
    // Each queue cancels its own.
    #expect(!serial.cancelDeadline(keys[0]))
    #expect(bench.queue.cancelDeadline(keys[0]))
    #expect(!bench.queue.cancelDeadline(keys[0]))
    let key = try serial.setDeadline(dueNanoseconds: farAway)
    #expect(!bench.queue.cancelDeadline(keys[0]))
    #expect(serial.cancelDeadline(key))
    #expect(!serial.cancelDeadline(DeadlineKey(slot: 64, generation: 1)))
    #expect(bench.missed == 0)
    bench.platform.shutdown()
  }

  @Test func aCancelledOneIsNeverMissed() throws {
    let bench = try DeadlineBench(workers: 1)
    bench.hold()
    try bench.queue.put(bench.item(1))
    #expect(bench.waitUntilRunning(1))
    let due = rt_now_nanoseconds() + 20_000_000
    let first = try bench.queue.setDeadline(dueNanoseconds: due)
    let second = try bench.queue.setDeadline(dueNanoseconds: due + 1_000_000)
    // When the machine stalled for long enough, the first has passed.
    let isCancelled = bench.queue.cancelDeadline(first)
    #expect(bench.waitUntilSettled())
    #expect(bench.missed == (isCancelled ? 1 : 2))
    #expect(!bench.queue.cancelDeadline(second))
    bench.open()
    bench.platform.shutdown()
  }

  @Test func aClosedQueueHasNone() throws {
    let bench = try DeadlineBench()
    let serial = try bench.platform.makeSerialQueue(named: "s", over: bench.queue)
    let own = try serial.setDeadline(dueNanoseconds: farAway)
    let other = try bench.queue.setDeadline(
      dueNanoseconds: farAway, preDeadlineNanoseconds: 1_000_000)
    bench.platform.close(serial)
    #expect(!serial.cancelDeadline(own))
    #expect(bench.armed.nonzeroBitCount == 1)
    bench.platform.close(bench.queue)
    #expect(!bench.queue.cancelDeadline(other))
    #expect(bench.armed == 0)
    for queue in [serial, bench.queue] {
      let error = #expect(throws: WorkQueueError.self) {
        try queue.setDeadline(dueNanoseconds: farAway)
      }
      #expect(error?.code == .closed)
    }
    #expect(bench.armed == 0)
    bench.platform.shutdown()
  }

  /// The work a closing queue still has is not late: its deadlines went with the close.
  @Test func closingWithDeadlinesPendingCountsNone() throws {
    for round in 0..<50 {
      let bench = try DeadlineBench()
      for id in 0..<20 { try bench.queue.put(bench.item(id)) }
      let now = rt_now_nanoseconds()
      for index in 0..<8 {
        _ = try bench.queue.setDeadline(
          dueNanoseconds: now + 60_000_000_000 + Int64(index),
          preDeadlineNanoseconds: Int64(round) * 1_500_000_000)
      }
      bench.platform.shutdown()
      #expect(bench.recorder.order.count == 20)
      #expect(bench.missed == 0)
    }
  }

  /// The timer's thread must not look at the deadlines of a queue that is gone.
  @Test func queuesComeAndGoWhileOthersHaveDeadlines() throws {
    let bench = try DeadlineBench(workers: 1)
    var others: [WorkQueue] = []
    for round in 0..<200 {
      let queue = try bench.platform.makeQueue(named: "q", kind: .multithreaded(workers: 0))
      _ = try queue.setDeadline(dueNanoseconds: rt_now_nanoseconds() + 50_000)
      _ = try bench.queue.setDeadline(dueNanoseconds: rt_now_nanoseconds() + 50_000)
      others.append(queue)
      if others.count > 5 {
        let leaving = others.remove(at: round % 6)
        bench.platform.close(leaving)
      }
      while bench.armed.nonzeroBitCount > 40 { _ = rt_sleep_until(rt_now_nanoseconds() + 50_000) }
    }
    #expect(bench.waitUntilSettled())
    #expect(bench.missed == 0)
    bench.platform.shutdown()
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has the heap"))
  func settingCancellingAndMissingAllocateNothing() throws {
    let bench = try GuestBench()
    let control = try bench.platform.makeQueue(named: "c", kind: .multithreaded(workers: 1))
    let serial = try bench.platform.makeSerialQueue(named: "s", over: bench.queue)
    bench.queue.onMissedDeadline(WorkItem({ _ in }, context: nil), on: control)
    try bench.queue.put(bench.item(1))
    let queues = [bench.queue.handle, serial.handle]
    let counted = {
      for round in 0..<1000 {
        let now = rt_now_nanoseconds()
        let queue = queues[round & 1]
        let key = queue.setDeadline(
          dueNanoseconds: now + 1_000_000_000, preDeadlineNanoseconds: 100_000)
        _ = queues[0].setDeadline(dueNanoseconds: now + 300, preDeadlineNanoseconds: 100)
        if let key { _ = queue.cancelDeadline(key) }
      }
    }
    counted()
    #expect(MallocCounter.count(counted) == 0)
    #expect(bench.queue.snapshot().missedDeadlines > 1000)
    bench.performAll()
    bench.platform.shutdown()
  }
}
