import CRealtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("TimerCore", .serialized) struct TimerCoreTests {
  @Test func aPeriodicItemKeepsItsBeatAlsoWhenItsQueueWasFull() throws {
    let bench = try GuestBench(capacity: 1)
    let timer = TimerBench()
    try bench.queue.put(bench.item(0))
    let key = timer.schedule(bench.item(1), on: bench.queue, due: 300_000, interval: 300_000)
    #expect(key != nil)
    timer.turn(now: 300_001)
    #expect(timer.nextDue == 1_300_001)
    bench.performAll()
    timer.turn(now: 1_300_100)
    #expect(timer.nextDue == 1_500_000)
    bench.performAll()
    timer.turn(now: 2_350_000)
    #expect(timer.nextDue == 2_400_000)
    bench.platform.shutdown()
  }

  @Test func itemsOfOneInstantAreHandedOverOldestFirst() throws {
    let bench = try GuestBench()
    let timer = TimerBench()
    for id in 0..<40 { #expect(timer.schedule(bench.item(id), on: bench.queue, due: 7) != nil) }
    timer.turn(now: 7)
    bench.performAll()
    #expect(bench.order == Array(0..<40))
    bench.platform.shutdown()
  }

  @Test func aPeriodicItemIsCancelledAtTheFirstTry() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let item = recorder.item(1, keeping: &boxes)
    var failures = 0
    for round in 0..<1000 {
      let key = try platform.timer.addPeriodic(item, on: queue, intervalNanoseconds: 100_000)
      _ = rt_sleep_until(rt_now_nanoseconds() + 90_000 + Int64(round % 100) * 1_000)
      if !platform.timer.cancel(key) { failures += 1 }
    }
    #expect(failures == 0)
    platform.shutdown()
  }

  @Test func timesThatCannotBeReachedAreNoTrouble() throws {
    let bench = try GuestBench()
    let timer = TimerBench()
    for due in [Int64.min, -1, 0] {
      let key = timer.schedule(bench.item(0), on: bench.queue, due: due, interval: .max)
      #expect(key != nil)
    }
    #expect(timer.schedule(bench.item(1), on: bench.queue, due: .max) != nil)
    timer.turn(now: 1_000_000)
    bench.performAll()
    #expect(bench.order == [0, 0, 0])
    #expect(timer.waiting == 4)
    for delay in [Int64.max, 1 << 61] {
      let once = try bench.platform.timer.schedule(
        bench.item(2), on: bench.queue, delayNanoseconds: delay)
      let often = try bench.platform.timer.addPeriodic(
        bench.item(2), on: bench.queue, intervalNanoseconds: delay)
      #expect(bench.platform.timer.cancel(once))
      #expect(bench.platform.timer.cancel(often))
    }
    bench.platform.shutdown()
  }

  @Test func refusesOnceItIsStopped() throws {
    let bench = try GuestBench()
    bench.platform.shutdown()
    let error = #expect(throws: WorkQueueError.self) {
      try bench.platform.timer.schedule(bench.item(1), on: bench.queue, delayNanoseconds: 0)
    }
    #expect(error?.code == .closed)
  }
}
