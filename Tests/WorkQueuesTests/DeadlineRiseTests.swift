import CRealtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("Deadline: pre-deadline", .serialized) struct DeadlineRiseTests {
  private func now() -> Int64 { rt_now_nanoseconds() }

  @Test func workersRiseByThemselvesAndSleepAgain() throws {
    let bench = try DeadlineBench(workers: 2)
    #expect(bench.waitUntilAsleep())
    _ = try bench.queue.setDeadline(
      dueNanoseconds: now() + 60_000_000, preDeadlineNanoseconds: 50_000_000)
    #expect(eventually { bench.queue.snapshot().rises == 2 })
    #expect(bench.waitUntilAsleep())
    let snapshot = bench.queue.snapshot()
    #expect(snapshot.rises == 2)
    #expect(snapshot.risesInVain == 2)
    #expect(bench.missed == 0)
    bench.platform.shutdown()
  }

  /// A put finds a worker that rose, and need not wake one.
  @Test func aPutFindsThemAwake() throws {
    let bench = try DeadlineBench(workers: 1)
    var found = 0
    for id in 0..<200 where found < 3 {
      #expect(bench.waitUntilAsleep())
      let risen = bench.queue.snapshot().rises
      let key = try bench.queue.setDeadline(
        dueNanoseconds: now() + 1_000_000_000, preDeadlineNanoseconds: 1_000_000_000)
      #expect(eventuallySpinning(bench) { bench.queue.snapshot().rises > risen })
      let before = bench.queue.snapshot()
      // Unless the ten milliseconds were over just then.
      if spinners(bench) == 1 {
        try bench.queue.put(bench.item(id))
        #expect(eventually { bench.queue.snapshot().performed[1] > before.performed[1] })
        let after = bench.queue.snapshot()
        if after.risesInVain == before.risesInVain, after.wakes == before.wakes { found += 1 }
      }
      bench.queue.cancelDeadline(key)
    }
    #expect(found == 3)
    bench.platform.shutdown()
  }

  private func spinners(_ bench: DeadlineBench) -> Int {
    bench.queue.core.pointee.spinners.load(ordering: .acquiring)
  }

  /// Polls without a pause until a worker spins, or did.
  private func eventuallySpinning(_ bench: DeadlineBench, _ did: () -> Bool) -> Bool {
    let end = now() + 10_000_000_000
    while now() < end { if spinners(bench) > 0 || did() { return true } }
    return false
  }

  /// Only the first of the workers rise when fewer are asked for.
  @Test func asManyRiseAsAreAskedFor() throws {
    let bench = try DeadlineBench(workers: 4)
    for (round, count) in [1, 3, 0, 9].enumerated() {
      #expect(bench.waitUntilAsleep())
      let before = bench.queue.snapshot().rises
      _ = try bench.queue.setDeadline(
        dueNanoseconds: now() + 30_000_000, preDeadlineNanoseconds: 20_000_000,
        risingWorkers: count)
      #expect(bench.waitUntilSettled())
      #expect(bench.waitUntilAsleep())
      #expect(bench.queue.snapshot().rises - before <= UInt64(min(4, count)), "round \(round)")
    }
    #expect(bench.queue.snapshot().rises > 0)
    bench.platform.shutdown()
  }

  @Test func theRiseForASerialQueueIsThatOfTheQueueBelow() throws {
    let bench = try DeadlineBench(workers: 2)
    let outer = try bench.platform.makeSerialQueue(named: "outer", over: bench.queue)
    let serial = try bench.platform.makeSerialQueue(named: "serial", over: outer)
    #expect(bench.waitUntilAsleep())
    _ = try serial.setDeadline(
      dueNanoseconds: now() + 60_000_000, preDeadlineNanoseconds: 50_000_000, risingWorkers: 1)
    #expect(eventually { bench.queue.snapshot().rises == 1 })
    #expect(serial.snapshot().rises == 0)
    bench.platform.shutdown()
  }

  @Test func aCancelledDeadlineLetsThemSleep() throws {
    let bench = try DeadlineBench(workers: 2)
    #expect(bench.waitUntilAsleep())
    let key = try bench.queue.setDeadline(
      dueNanoseconds: now() + 60_000_000_000, preDeadlineNanoseconds: 60_000_000_000)
    #expect(eventually { bench.queue.core.pointee.spinners.load(ordering: .acquiring) == 0 })
    bench.queue.cancelDeadline(key)
    #expect(bench.waitUntilAsleep())
    #expect(bench.armed == 0)
    bench.platform.shutdown()
  }

  /// A queue that is closed does not wait for workers that rose.
  @Test func closingEndsTheRise() throws {
    let bench = try DeadlineBench(workers: 2)
    _ = try bench.queue.setDeadline(
      dueNanoseconds: now() + 60_000_000_000, preDeadlineNanoseconds: 60_000_000_000)
    bench.platform.close(bench.queue)
    #expect(bench.queue.core.pointee.spinners.load(ordering: .acquiring) == 0)
    bench.platform.shutdown()
  }

  /// One wake when the workers sleep for too long, none when they wake up early enough.
  @Test func onlyAnEarlierRiseWakesTheSleepers() throws {
    let bench = try DeadlineBench(workers: 2)
    #expect(bench.waitUntilAsleep())
    let wakes = bench.queue.snapshot().wakes
    let later = now() + 3_600_000_000_000
    _ = try bench.queue.setDeadline(dueNanoseconds: later, preDeadlineNanoseconds: 1_000_000)
    #expect(bench.queue.snapshot().wakes == wakes + 1)
    #expect(eventually { sleepers(bench, until: later - 1_000_000) == 2 })
    for index in 1...20 {
      _ = try bench.queue.setDeadline(
        dueNanoseconds: later + Int64(index), preDeadlineNanoseconds: 1_000_000)
      _ = try bench.queue.setDeadline(dueNanoseconds: later - Int64(index))
    }
    #expect(bench.queue.snapshot().wakes == wakes + 1)
    _ = try bench.queue.setDeadline(dueNanoseconds: later, preDeadlineNanoseconds: 2_000_000)
    #expect(bench.queue.snapshot().wakes == wakes + 2)
    bench.platform.shutdown()
  }

  private func sleepers(_ bench: DeadlineBench, until time: Int64) -> Int {
    var count = 0
    var next = bench.queue.core.pointee.deadlines.pointee.firstSeat
    while let seat = next {
      if seat.pointee.sleepsUntil.load(ordering: .acquiring) == time { count += 1 }
      next = seat.pointee.nextSeat
    }
    return count
  }
}
