import CRealtime
import Glibc
import Realtime
import Synchronization
import Testing

@testable import WorkQueues

/// What an understudy costs: run it by hand with `TACTUS_BENCH=1`.
@Suite(
  "Understudy bench",
  .enabled(if: getenv("TACTUS_BENCH") != nil, "benchmarks run by hand"))
struct UnderstudyBench {
  private static let periods = 1_500
  private static let period: Int64 = 1_333_333

  /// A device that comes once in 1.333 ms, and CPU time of the threads at its end.
  private final class Clock: @unchecked Sendable {
    var due: Int64 = 0
    var count = 0
    let done = Atomic<Bool>(false)
    let inside = Atomic<Int64>(0)
    var entered: Int64 = 0
    let period = UnsafeMutablePointer<rt_period>.allocate(capacity: 1)

    static func of(_ context: UnsafeMutableRawPointer?) -> Clock {
      guard let context else { preconditionFailure("a callback without its context") }
      return Unmanaged<Clock>.fromOpaque(context).takeUnretainedValue()
    }
  }

  private func run(budget: PeriodBudget?, periodNanoseconds: Int64) throws -> (Int64, Int64) {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(
      named: "audio", kind: .multithreaded(workers: 0), taskClass: nil,
      scheduling: .fifo(priority: 80))
    let clock = Clock()
    clock.period.initialize(to: rt_period())
    let device = DevicePeriod(
      wait: { context, due in
        let clock = Clock.of(context)
        if clock.entered > 0 {
          clock.inside.wrappingAdd(rt_now_nanoseconds() - clock.entered, ordering: .relaxed)
        }
        if clock.due == 0 { clock.due = rt_now_nanoseconds() }
        clock.due += UnderstudyBench.period
        _ = rt_sleep_until(clock.due)
        due?.pointee = clock.due
        clock.period.pointee.due_nanoseconds = clock.due
        clock.count += 1
        if clock.count == UnderstudyBench.periods { clock.done.store(true, ordering: .releasing) }
        clock.entered = rt_now_nanoseconds()
        return rt_wait_ready
      },
      begin: { context in
        UnsafePointer(Clock.of(context).period)
      }, commit: { _, _ in }, context: Unmanaged.passUnretained(clock).toOpaque())
    let work = PeriodWork(
      function: { _, _ in }, close: { _, _, _ in }, context: nil)
    let relay = try queue.startPeriods(
      named: "device", of: device, work: work, budget: budget,
      periodNanoseconds: periodNanoseconds)
    while !clock.done.load(ordering: .acquiring) {
      _ = rt_sleep_until(rt_now_nanoseconds() + 5_000_000)
    }
    let understudy = queue.snapshot().workers.first { $0.name == "device +1" }
    let used = understudy.map { rt_thread_cpu_nanoseconds($0.threadID) } ?? 0
    if let understudy {
      let report = rt_open_thread_report(understudy.threadID)
      var switches: UInt64 = 0
      _ = rt_voluntary_switches(report, &switches)
      rt_close_thread_report(report)
      print("\(switches) sleeps in \(Self.periods) periods")
    }
    relay.stop()
    platform.shutdown()
    return (
      used / Int64(Self.periods),
      clock.inside.load(ordering: .relaxed) / Int64(Self.periods)
    )
  }

  @Test func costPerPeriod() throws {
    for _ in 0..<5 {
      let (_, without) = try run(budget: nil, periodNanoseconds: Self.period)
      let (used, with) = try run(
        budget: PeriodBudget(slackNanoseconds: Self.period, share: 0.75),
        periodNanoseconds: Self.period)
      let (usedLong, _) = try run(
        budget: PeriodBudget(slackNanoseconds: 3 * Self.period, share: 0.75),
        periodNanoseconds: Self.period)
      print(
        "understudy CPU \(used) ns a period (slack of 3 periods: \(usedLong)); "
          + "driver's own part \(without) ns without, \(with) ns with")
    }
  }
}
