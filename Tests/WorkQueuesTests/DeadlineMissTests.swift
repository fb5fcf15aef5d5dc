import CRealtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("Deadline: missed", .serialized) struct DeadlineMissTests {
  @Test func namesTheItemThatRanAndCountsWhatWaited() throws {
    let bench = try DeadlineBench(workers: 1)
    bench.hold()
    let item = bench.item(1)
    try bench.queue.put(item)
    #expect(bench.waitUntilRunning(1))
    for id in 2...4 { try bench.queue.put(bench.item(id)) }
    let due = rt_now_nanoseconds() + 2_000_000
    _ = try bench.queue.setDeadline(dueNanoseconds: due)
    #expect(bench.waitUntilSettled())
    let missed = bench.queue.takeMissedDeadlines()
    bench.open()
    #expect(missed.count == 1)
    #expect(missed.first?.queue == "bench")
    #expect(missed.first?.dueNanoseconds == due)
    #expect(missed.first?.waiting == 3)
    let running = missed.first?.running ?? []
    #expect(running.map(\.item) == [item.identity])
    #expect(running.first?.worker == "bench")
    #expect(running.first?.threadID == bench.queue.snapshot().workers[0].threadID)
    #expect(running.first?.endedNanoseconds == nil)
    #expect((1..<due).contains(running.first?.startedNanoseconds ?? 0))
    #expect(bench.missed == 1)
    #expect(bench.queue.takeMissedDeadlines().isEmpty)
    bench.platform.shutdown()
  }

  @Test func aQueueAtRestMeetsItsDeadlines() throws {
    let bench = try DeadlineBench()
    for id in 0..<20 {
      try bench.queue.put(bench.item(id))
      #expect(eventually { bench.recorder.count.load(ordering: .acquiring) == id + 1 })
      #expect(eventually { bench.queue.snapshot().performed[1] == UInt64(id + 1) })
      _ = try bench.queue.setDeadline(dueNanoseconds: rt_now_nanoseconds() + 100_000)
      #expect(bench.waitUntilSettled())
    }
    #expect(bench.missed == 0)
    #expect(bench.queue.takeMissedDeadlines().isEmpty)
    bench.platform.shutdown()
  }

  /// Work that comes after the deadline does not count, however late the deadline is looked at.
  @Test func workThatComesLaterIsNotMissed() throws {
    let bench = try GuestBench()
    // Nobody looks at deadlines now but those who bring work.
    bench.platform.timer.stop()
    let due = rt_now_nanoseconds() + 1_000_000
    _ = try bench.queue.setDeadline(dueNanoseconds: due)
    _ = rt_sleep_until(due + 1_000)
    try bench.queue.put(bench.item(1))
    #expect(bench.queue.snapshot().missedDeadlines == 0)
    #expect(bench.queue.core.pointee.deadlines.pointee.armed.load(ordering: .acquiring) == 0)

    _ = try bench.queue.setDeadline(dueNanoseconds: rt_now_nanoseconds() + 1_000)
    _ = rt_sleep_until(rt_now_nanoseconds() + 50_000)
    try bench.queue.put(bench.item(2))
    let missed = bench.queue.takeMissedDeadlines()
    #expect(missed.map(\.waiting) == [1])
    #expect(missed.first?.running.isEmpty == true)
    bench.performAll()
    bench.platform.shutdown()
  }

  /// A period that begins when the one before has to be done does not make it late.
  @Test func aGuestsNextPeriodIsNotMissed() throws {
    let bench = try GuestBench()
    bench.platform.timer.stop()
    let due = rt_now_nanoseconds() + 1_000_000
    _ = try bench.queue.setDeadline(dueNanoseconds: due)
    _ = rt_sleep_until(due)
    bench.guest.handle.perform(bench.item(1), dueNanoseconds: due - 1_000)
    #expect(bench.queue.snapshot().missedDeadlines == 0)
    bench.platform.shutdown()
  }

  /// An item that ended late, but before anybody looked, was late all the same.
  @Test func anItemThatEndedTooLateIsMissed() throws {
    let bench = try GuestBench()
    bench.platform.timer.stop()
    let sleep = WorkItem(
      { _ in _ = rt_sleep_until(rt_now_nanoseconds() + 2_000_000) }, context: nil)
    try bench.queue.put(sleep)
    let due = rt_now_nanoseconds() + 1_000_000
    _ = try bench.queue.setDeadline(dueNanoseconds: due)
    bench.performAll()
    try bench.queue.put(bench.item(1))
    let missed = bench.queue.takeMissedDeadlines()
    #expect(missed.count == 1)
    #expect(missed.first?.waiting == 0)
    #expect(missed.first?.running.map(\.item) == [sleep.identity])
    #expect((missed.first?.running.first?.endedNanoseconds ?? 0) > due)
    bench.performAll()
    bench.platform.shutdown()
  }

  @Test func aTimeThatHasPassedMeansNow() throws {
    let bench = try DeadlineBench(workers: 1)
    for due in [Int64.min, -1, 0, rt_now_nanoseconds() - 1] {
      let key = try bench.queue.setDeadline(dueNanoseconds: due, preDeadlineNanoseconds: .max)
      #expect(bench.waitUntilSettled())
      #expect(!bench.queue.cancelDeadline(key))
    }
    #expect(bench.missed == 0)
    bench.hold()
    try bench.queue.put(bench.item(1))
    #expect(bench.waitUntilRunning(1))
    _ = try bench.queue.setDeadline(dueNanoseconds: 0)
    #expect(bench.waitUntilSettled())
    #expect(bench.missed == 1)
    bench.open()
    bench.platform.shutdown()
  }

  /// A serial queue has deadlines of its own; the items of the queue below are not its.
  @Test func aSerialQueuesDeadlineIsItsOwn() throws {
    let bench = try DeadlineBench(workers: 2)
    let outer = try bench.platform.makeSerialQueue(named: "outer", over: bench.queue)
    let serial = try bench.platform.makeSerialQueue(named: "serial", over: outer)
    bench.hold()
    let item = bench.item(1)
    try serial.put(item)
    #expect(bench.waitUntilRunning(1))
    let soon = rt_now_nanoseconds() + 1_000_000
    for queue in [bench.queue, outer, serial] {
      _ = try queue.setDeadline(dueNanoseconds: soon)
    }
    #expect(bench.waitUntilSettled())
    #expect(bench.missed == 0)
    #expect(outer.snapshot().missedDeadlines == 0)
    #expect(serial.snapshot().missedDeadlines == 1)
    let missed = serial.takeMissedDeadlines()
    #expect(missed.first?.queue == "serial")
    #expect(missed.first?.running.map(\.item) == [item.identity])
    bench.open()
    bench.platform.shutdown()
  }

  /// Of an item that performs others itself, the innermost is named, and both count.
  @Test func theInnermostItemIsNamed() throws {
    let bench = try GuestBench()
    bench.platform.timer.stop()
    let worker = bench.guest.handle
    let outer = WorkItem(
      { _ in
        _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
        _ = WorkerHandle.current?.performNext()
      }, context: nil)
    let inner = WorkItem(
      { _ in
        guard let queue = WorkerHandle.current?.queue else { return }
        _ = queue.setDeadline(dueNanoseconds: 0)
        _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
        _ = queue.setDeadline(dueNanoseconds: .max)
      }, context: nil)
    try bench.queue.put(inner)
    worker.perform(outer, dueNanoseconds: rt_now_nanoseconds())
    let missed = bench.queue.takeMissedDeadlines()
    #expect(missed.map { $0.running.map(\.item) } == [[inner.identity]])
    bench.platform.shutdown()
  }

  @Test func onlySixteenAreKeptButAllAreCounted() throws {
    let bench = try GuestBench()
    try bench.queue.put(bench.item(1))
    for _ in 0..<40 {
      _ = try bench.queue.setDeadline(dueNanoseconds: 0)
      #expect(
        eventually {
          bench.queue.core.pointee.deadlines.pointee.armed.load(ordering: .acquiring) == 0
        })
    }
    #expect(bench.queue.snapshot().missedDeadlines == 40)
    #expect(bench.queue.takeMissedDeadlines().count == 16)
    bench.performAll()
    bench.platform.shutdown()
  }
}
