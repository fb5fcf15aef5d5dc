import CRealtime
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("PeriodRelay", .serialized) struct PeriodRelayTests {
  private let platform: WorkPlatform
  private let queue: WorkQueue
  private let device = RelayedDevice()

  init() throws {
    platform = try WorkPlatform()
    queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 0))
  }

  private func start(slack: Int64? = 20_000_000) throws -> PeriodRelay {
    try queue.startPeriods(
      named: "device", of: device.device, work: device.work,
      budget: slack.map { PeriodBudget(slackNanoseconds: $0, share: 0.75) },
      periodNanoseconds: 1_000_000)
  }

  private func allows(_ periods: Int) { device.left.store(periods, ordering: .releasing) }
  private var committed: Int { device.committed.load(ordering: .acquiring) }
  private var collisions: Int { device.collisions.load(ordering: .relaxed) }

  @Test func withoutABudgetThereIsOneThread() throws {
    let relay = try start(slack: nil)
    allows(10)
    #expect(eventually { committed == 10 })
    #expect(queue.snapshot().workers.map(\.name) == ["device"])
    #expect(queue.snapshot().performed == [0, 0, 10])
    relay.stop()
    #expect(queue.snapshot().workers.isEmpty)
    platform.shutdown()
  }

  @Test func workInTimeIsClosedByItsOwnThread() throws {
    let relay = try start(slack: 20_000_000_000)
    allows(200)
    #expect(eventually { committed == 200 })
    #expect(queue.snapshot().workers.map(\.name) == ["device", "device +1"])
    relay.stop()
    #expect(relay.rescues == 0)
    #expect(relay.lostThreads == 0)
    #expect(device.closed.load(ordering: .relaxed) == 200)
    #expect(device.closedLate.load(ordering: .relaxed) == 0)
    platform.shutdown()
  }

  @Test func theUnderstudyGoesOnAndTheOtherComesBackAsItsUnderstudy() throws {
    device.stuckPeriod.store(5, ordering: .relaxed)
    let relay = try start()
    allows(20)
    #expect(eventually { committed == 20 })
    #expect(device.closedLate.load(ordering: .relaxed) >= 1)
    #expect(relay.rescues >= 1)
    #expect(device.returned.load(ordering: .acquiring) == 0)
    device.isReleased.store(true, ordering: .releasing)
    #expect(eventually { relay.lostThreads == 0 })
    #expect(queue.snapshot().workers.allSatisfy { !$0.isLost })
    allows(20)
    #expect(eventually { committed == 40 })
    let hasEnded = relay.stop()
    #expect(hasEnded)
    #expect(collisions == 0)
    #expect(device.closed.load(ordering: .relaxed) == 40)
    #expect(device.worked.load(ordering: .relaxed) == 40)
    platform.shutdown()
  }

  @Test func aLostThreadIsSeenWithItsItem() throws {
    device.stuckPeriod.store(2, ordering: .relaxed)
    let relay = try start()
    allows(6)
    #expect(eventually { committed == 6 })
    let lost = queue.snapshot().workers.filter(\.isLost)
    #expect(lost.map(\.name) == ["device"])
    #expect(lost.first?.item != nil)
    device.isReleased.store(true, ordering: .releasing)
    #expect(eventually { relay.lostThreads == 0 })
    relay.stop()
    platform.shutdown()
  }

  @Test func anotherThreadIsStartedForEachThatIsLost() throws {
    device.stuckPeriod.store(3, ordering: .relaxed)
    device.stuckCount.store(3, ordering: .relaxed)
    let relay = try start()
    allows(10)
    #expect(eventually { committed == 10 })
    #expect(relay.lostThreads == 3)
    device.isReleased.store(true, ordering: .releasing)
    #expect(eventually { relay.lostThreads == 0 })
    allows(10)
    #expect(eventually { committed == 20 })
    let hasEnded = relay.stop()
    #expect(hasEnded)
    #expect(collisions == 0)
    platform.shutdown()
  }

  @Test func noMoreThanFourAreLost() throws {
    device.stuckPeriod.store(1, ordering: .relaxed)
    device.stuckCount.store(100, ordering: .relaxed)
    let relay = try start()
    allows(10)
    #expect(eventually { relay.lostThreads == PeriodRelay.lostLimit })
    _ = rt_sleep_until(rt_now_nanoseconds() + 60_000_000)
    #expect(committed == PeriodRelay.lostLimit)
    device.isReleased.store(true, ordering: .releasing)
    // Those that come back take it up again.
    #expect(eventually { committed == 10 })
    relay.stop()
    #expect(collisions == 0)
    platform.shutdown()
  }

  @Test func stopsWithAThreadThatNeverReturns() throws {
    device.stuckPeriod.store(3, ordering: .relaxed)
    let relay = try start()
    allows(6)
    #expect(eventually { committed == 6 })
    let hasEnded = relay.stop()
    #expect(!hasEnded)
    #expect(relay.lostThreads == 1)
    platform.shutdown()
    // It touches nothing of the driver when it comes back after all.
    let before = committed
    device.isReleased.store(true, ordering: .releasing)
    #expect(eventually { relay.lostThreads == 0 })
    #expect(committed == before)
    #expect(device.closed.load(ordering: .relaxed) == 6)
  }

  @Test func stopsWhenTheOnlyThreadNeverReturns() throws {
    device.stuckPeriod.store(3, ordering: .relaxed)
    let relay = try start(slack: nil)
    allows(6)
    #expect(eventually { device.worked.load(ordering: .relaxed) == 3 })
    let hasEnded = relay.stop()
    #expect(!hasEnded)
    #expect(relay.lostThreads == 1)
    device.isReleased.store(true, ordering: .releasing)
    #expect(eventually { relay.lostThreads == 0 })
    #expect(committed == 2)
    platform.shutdown()
  }

  @Test func theQueueClosesWithAThreadThatNeverReturns() throws {
    device.stuckPeriod.store(3, ordering: .relaxed)
    let relay = try start()
    allows(6)
    #expect(eventually { committed == 6 })
    platform.shutdown()
    device.isReleased.store(true, ordering: .releasing)
    #expect(eventually { relay.lostThreads == 0 })
    relay.stop()
  }

  @Test func endsWithTheDevice() throws {
    let relay = try start()
    allows(3)
    #expect(eventually { committed == 3 })
    allows(-1)
    #expect(eventually { relay.hasEnded })
    let hasEnded = relay.stop()
    #expect(hasEnded)
    #expect(queue.snapshot().workers.isEmpty)
    platform.shutdown()
  }

  /// Work that lasts about as long as its budget: each period is closed once, by one of the two.
  @Test func eachPeriodIsClosedOnceWhereTheTwoMeet() throws {
    let periods = 400
    device.workNanoseconds.store(1_600_000, ordering: .relaxed)
    let relay = try start(slack: 2_000_000)
    allows(periods)
    #expect(eventually { committed == periods })
    let hasEnded = relay.stop()
    #expect(hasEnded)
    #expect(device.closed.load(ordering: .relaxed) == periods)
    #expect(device.begun.load(ordering: .relaxed) == periods)
    #expect(device.worked.load(ordering: .relaxed) == periods)
    #expect(collisions == 0)
    #expect(relay.rescues == UInt64(device.closedLate.load(ordering: .relaxed)))
    #expect(relay.lostThreads == 0)
    platform.shutdown()
  }
}
