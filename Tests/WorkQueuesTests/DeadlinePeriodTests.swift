import CRealtime
import Realtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("Deadline: periods", .serialized) struct DeadlinePeriodTests {
  /// The steady state of a host: each period sets the deadline of the next one, then puts its work.
  ///
  /// Nobody is woken then by a system call. A period in which the machine stalled may need one; there
  /// must be some that need none.
  @Test func aSteadyPeriodWakesNobody() throws {
    let bench = try DeadlineBench(workers: 2)
    let period: Int64 = 10_000_000
    let nothing = WorkItem({ _ in }, context: nil)
    var due = rt_now_nanoseconds() + period
    var clean = 0
    var lengths: [Int] = []
    for _ in 0..<1_000 where clean < 3 {
      _ = rt_sleep_until(due)
      // Behind by more than a period: the beat begins anew.
      if rt_now_nanoseconds() - due > period { due = rt_now_nanoseconds() }
      let before = calls(bench)
      let key = bench.queue.handle.setDeadline(
        dueNanoseconds: due + 2 * period, preDeadlineNanoseconds: period + 3_000_000)
      #expect(key != nil)
      let performed = bench.queue.snapshot().performed[1]
      for _ in 0..<2 { #expect(bench.queue.handle.put(nothing) == .accepted) }
      #expect(eventually { bench.queue.snapshot().performed[1] == performed + 2 })
      if calls(bench) == before { clean += 1 } else { lengths.append(clean) }
      due += period
    }
    #expect(clean == 3, "clean periods at each call: \(lengths.prefix(20))")
    bench.platform.shutdown()
  }

  /// System calls made to wake workers or the timer's thread.
  private func calls(_ bench: DeadlineBench) -> UInt64 {
    bench.queue.wakeCalls
      + bench.platform.timer.core.pointee.deadlineWakes.load(ordering: .acquiring)
  }

  @Test func theTimersThreadIsWokenForAnEarlierDeadlineOnly() throws {
    let bench = try GuestBench()
    let timer = bench.platform.timer.core
    let later = rt_now_nanoseconds() + 3_600_000_000_000
    #expect(eventually { timer.pointee.sleepsUntil.load(ordering: .acquiring) == .max })
    for index in 0..<10 {
      _ = try bench.queue.setDeadline(dueNanoseconds: later + Int64(index))
      #expect(eventually { timer.pointee.sleepsUntil.load(ordering: .acquiring) == later })
    }
    #expect(timer.pointee.deadlineWakes.load(ordering: .acquiring) == 1)
    _ = try bench.queue.setDeadline(dueNanoseconds: later - 1)
    #expect(timer.pointee.deadlineWakes.load(ordering: .acquiring) == 2)
    bench.platform.shutdown()
  }
}
