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
