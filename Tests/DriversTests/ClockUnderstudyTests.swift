import CRealtime
import DriverTestSupport
import Drivers
import Synchronization
import TestSupport
import Testing
import WorkQueues

@Suite("Clock driver's understudy", .serialized) struct ClockUnderstudyTests {
  private let platform: WorkPlatform
  private let queue: WorkQueue
  private let callback = StuckCallback()

  init() throws {
    platform = try WorkPlatform()
    queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
  }

  private func makeDriver(periodFrames: Int = 480) throws -> ClockDriver {
    try ClockDriver(StreamRequest(rate: 48_000, periodFrames: periodFrames))
  }

  @Test func aCallbackThatSleepsOnceIsClosedForAndThePeriodsGoOn() async throws {
    callback.stuckPeriod.store(3, ordering: .relaxed)
    callback.stuckNanoseconds.store(50_000_000, ordering: .relaxed)
    let driver = try makeDriver()
    try driver.start(callback.callback, on: queue, budget: PeriodBudget.usualShare)
    #expect(callback.closes(4))
    #expect(callback.returned.load(ordering: .acquiring) == 0 || callback.closedLateCount > 0)
    #expect(callback.closes(30))
    driver.stop()
    #expect(callback.closedLateCount >= 1)
    #expect(driver.counters.rescues.load(ordering: .relaxed) == UInt64(callback.closedLateCount))
    #expect(driver.counters.lostThreads.load(ordering: .relaxed) == 0)
    #expect(callback.gaps.load(ordering: .relaxed) == 0)
    #expect(
      driver.counters.periods.load(ordering: .relaxed)
        == UInt64(callback.closed.load(ordering: .relaxed)))
    platform.shutdown()
  }

  /// Nobody watches more closely than once in several periods, and sees what is late all the same.
  @Test(.enabled(if: KernelAlarm.exists, "this kernel has no alarm in time"))
  func theUnderstudySleepsWhileAllIsInTime() throws {
    callback.stuckPeriod.store(40, ordering: .relaxed)
    callback.stuckNanoseconds.store(300_000_000, ordering: .relaxed)
    let driver = try makeDriver(periodFrames: 2_400)
    try driver.start(callback.callback, on: queue, budget: PeriodBudget.usualShare)
    let understudy = try #require(queue.snapshot().workers.first { $0.name == "clock +1" })
    let report = rt_open_thread_report(understudy.threadID)
    defer { rt_close_thread_report(report) }
    #expect(callback.closes(5))
    let before = Self.pauses(report)
    #expect(callback.closes(35))
    // Once a period without an alarm; some, for a machine that stalls.
    #expect(Self.pauses(report) - before < 15)
    #expect(callback.closes(50))
    driver.stop()
    #expect(callback.closedLateCount >= 1)
    platform.shutdown()
  }

  private static func pauses(_ report: Int32) -> UInt64 {
    var count: UInt64 = 0
    _ = rt_voluntary_switches(report, &count)
    return count
  }

  @Test func aCallbackThatNeverReturnsIsLeftBehind() async throws {
    callback.stuckPeriod.store(3, ordering: .relaxed)
    let driver = try makeDriver()
    try driver.start(callback.callback, on: queue, budget: PeriodBudget.usualShare)
    #expect(callback.closes(20))
    driver.stop()
    #expect(driver.counters.lostThreads.load(ordering: .relaxed) == 1)
    let closed = callback.closed.load(ordering: .acquiring)
    platform.shutdown()
    callback.isReleased.store(true, ordering: .releasing)
    #expect(await eventually { callback.returned.load(ordering: .acquiring) == 1 })
    #expect(callback.closed.load(ordering: .acquiring) == closed)
    #expect(callback.gaps.load(ordering: .relaxed) == 0)
  }

  @Test func withoutABudgetItIsWaitedFor() async throws {
    callback.stuckPeriod.store(2, ordering: .relaxed)
    callback.stuckNanoseconds.store(50_000_000, ordering: .relaxed)
    let driver = try makeDriver()
    try driver.start(callback.callback, on: queue)
    #expect(callback.closes(6))
    driver.stop()
    #expect(callback.closedLateCount == 0)
    #expect(driver.counters.rescues.load(ordering: .relaxed) == 0)
    platform.shutdown()
  }

  @Test func startsAgainAfterAThreadWasLost() async throws {
    callback.stuckPeriod.store(3, ordering: .relaxed)
    let driver = try makeDriver()
    try driver.start(callback.callback, on: queue, budget: PeriodBudget.usualShare)
    #expect(callback.closes(8))
    driver.stop()
    let second = StuckCallback()
    try driver.start(second.callback, on: queue, budget: PeriodBudget.usualShare)
    #expect(second.closes(8))
    driver.stop()
    #expect(driver.counters.lostThreads.load(ordering: .relaxed) == 1)
    callback.isReleased.store(true, ordering: .releasing)
    #expect(await eventually { callback.returned.load(ordering: .acquiring) == 1 })
    platform.shutdown()
  }

  @Test func aFileIsNeverInAHurry() async throws {
    callback.stuckPeriod.store(1, ordering: .relaxed)
    callback.stuckNanoseconds.store(30_000_000, ordering: .relaxed)
    let driver = try FileDriver(
      StreamRequest(periodFrames: 64), source: nil, sink: nil, length: 640)
    try driver.start(callback.callback, on: queue, budget: PeriodBudget.usualShare)
    #expect(callback.closes(10))
    driver.stop()
    #expect(callback.closedLateCount == 0)
    platform.shutdown()
  }
}

extension StuckCallback {
  fileprivate var closedLateCount: Int { closedLate.load(ordering: .relaxed) }
}
