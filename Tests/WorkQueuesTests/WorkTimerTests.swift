import CRealtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("WorkTimer", .serialized) struct WorkTimerTests {
  @Test func performsScheduledItemsInOrderOfTheirTime() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for (id, milliseconds) in [(1, 30), (2, 10), (3, 20), (4, 0)] {
      try platform.timer.schedule(
        recorder.item(id, keeping: &boxes), on: queue,
        delayNanoseconds: Int64(milliseconds) * 1_000_000)
    }
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 4 })
    #expect(recorder.order == [4, 2, 3, 1])
    #expect(platform.timer.snapshot().waiting == 0)
    #expect(platform.timer.snapshot().fired == 4)
    platform.shutdown()
  }

  @Test func tellsWhatComesNext() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let (first, second) = (
      try platform.makeQueue(named: "first", kind: .standard),
      try platform.makeQueue(named: "second", kind: .standard)
    )
    let item = WorkItem({ _ in }, context: nil)
    let hour: Int64 = 3_600_000_000_000
    let last = try platform.timer.schedule(item, on: first, delayNanoseconds: 3 * hour)
    _ = try platform.timer.addPeriodic(item, on: second, intervalNanoseconds: hour)
    try platform.timer.schedule(item, on: first, delayNanoseconds: 2 * hour)
    let next = platform.nextScheduled(16)
    #expect(next.map(\.queue) == ["second", "first", "first"])
    #expect(next.map(\.intervalNanoseconds) == [hour, 0, 0])
    #expect(next.allSatisfy { $0.item == item.identity })
    #expect(next.map(\.dueNanoseconds) == next.map(\.dueNanoseconds).sorted())
    #expect(platform.nextScheduled(1).map(\.queue) == ["second"])
    #expect(platform.timer.cancel(last))
    #expect(platform.nextScheduled(16).count == 2)
  }

  @Test func cancelledItemNeverRuns() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let key = try platform.timer.schedule(
      recorder.item(1, keeping: &boxes), on: queue, delayNanoseconds: 50_000_000)
    try platform.timer.schedule(
      recorder.item(2, keeping: &boxes), on: queue, delayNanoseconds: 100_000_000)
    #expect(platform.timer.cancel(key))
    #expect(!platform.timer.cancel(key))
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 1 })
    #expect(recorder.order == [2])
    #expect(eventually { platform.timer.snapshot().waiting == 0 })
    platform.shutdown()
  }

  @Test func keyOfAFinishedItemCancelsNoLaterOne() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let first = try platform.timer.schedule(
      recorder.item(1, keeping: &boxes), on: queue, delayNanoseconds: 0)
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 1 })
    // Enough to use every slot again.
    for id in 0..<platform.timer.capacity {
      try platform.timer.schedule(
        recorder.item(id, keeping: &boxes), on: queue, delayNanoseconds: 200_000_000)
    }
    #expect(!platform.timer.cancel(first))
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 1 + platform.timer.capacity })
    platform.shutdown()
  }

  @Test func periodicItemRunsUntilCancelled() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let key = try platform.timer.addPeriodic(
      recorder.item(1, keeping: &boxes), on: queue, intervalNanoseconds: 2_000_000)
    #expect(eventually { recorder.count.load(ordering: .acquiring) >= 5 })
    // The hand-over is a moment in which a periodic item cannot be cancelled.
    #expect(eventually { platform.timer.cancel(key) })
    platform.close(queue)
    let count = recorder.count.load(ordering: .acquiring)
    _ = rt_sleep_until(rt_now_nanoseconds() + 20_000_000)
    #expect(recorder.count.load(ordering: .acquiring) == count)
    platform.shutdown()
  }

  @Test func itemWaitsWhileItsQueueIsFull() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard, capacity: 1)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    recorder.gate.store(false, ordering: .releasing)
    try queue.put(recorder.item(1, keeping: &boxes))
    #expect(eventually { recorder.order == [1] })
    try queue.put(recorder.item(2, keeping: &boxes))
    try platform.timer.schedule(
      recorder.item(3, keeping: &boxes), on: queue, delayNanoseconds: 0)
    #expect(eventually { platform.timer.snapshot().postponed > 0 })
    recorder.gate.store(true, ordering: .releasing)
    #expect(eventually { recorder.order == [1, 2, 3] })
    platform.shutdown()
  }

  @Test func refusesMoreThanFit() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let item = recorder.item(1, keeping: &boxes)
    var keys: [ScheduledItemKey] = []
    for _ in 0..<platform.timer.capacity {
      keys.append(
        try platform.timer.schedule(item, on: queue, delayNanoseconds: 60_000_000_000))
    }
    let error = #expect(throws: WorkQueueError.self) {
      try platform.timer.schedule(item, on: queue, delayNanoseconds: 0)
    }
    #expect(error?.code == .full)
    for key in keys { #expect(platform.timer.cancel(key)) }
    #expect(eventually { platform.timer.snapshot().waiting == 0 })
    #expect(recorder.order.isEmpty)
    platform.shutdown()
  }
}
