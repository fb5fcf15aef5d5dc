import CJACK
import DriverTestSupport
import Drivers
import Synchronization
import TestSupport
import Testing
import WorkQueues

@testable import DriverJACK

@Suite(
  "JACK driver's understudy", .serialized,
  .enabled(if: JackServer.isInstalled, "jackd is not installed"))
struct JACKUnderstudyTests: JACKSuite {
  let stage: JACKStage
  private let callback = StuckCallback()

  init() throws { stage = try JACKStage() }

  private func start() throws -> JACKDriver {
    let driver = try JACKDriver.open(
      StreamRequest(device: server.name, captureChannels: 1, playbackChannels: 1), connect: .none)
    try driver.start(callback.callback, on: queue, budget: PeriodBudget.usualShare)
    return driver
  }

  private var closedLate: Int { callback.closedLate.load(ordering: .relaxed) }

  @Test func anotherThreadGoesOnWithTheServersCycles() async throws {
    callback.stuckPeriod.store(20, ordering: .relaxed)
    callback.stuckNanoseconds.store(50_000_000, ordering: .relaxed)
    let driver = try start()
    #expect(callback.closes(200))
    #expect(await eventually { callback.returned.load(ordering: .acquiring) == 1 })
    #expect(callback.closes(300))
    driver.stop()
    #expect(closedLate >= 1)
    #expect(driver.counters.rescues.load(ordering: .relaxed) == UInt64(closedLate))
    #expect(driver.counters.lostThreads.load(ordering: .relaxed) == 0)
    #expect(callback.gaps.load(ordering: .relaxed) == 0)
    platform.shutdown()
    #expect(server.isAlive)
    server.stop()
  }

  /// The library ends its own thread's wait for a server that died, and no other's.
  @Test func leavesAServerThatDiesWhileAnotherThreadDrives() async throws {
    callback.stuckPeriod.store(20, ordering: .relaxed)
    callback.stuckNanoseconds.store(50_000_000, ordering: .relaxed)
    let driver = try start()
    #expect(callback.closes(200))
    #expect(await eventually { callback.returned.load(ordering: .acquiring) == 1 })
    server.crash()
    #expect(await eventually { driver.counters.loss == .serverGone })
    driver.stop()
    #expect(driver.counters.lostThreads.load(ordering: .relaxed) == 0)
    #expect(JACKClient.partingCount.load(ordering: .acquiring) == 0)
    #expect(queue.snapshot().workers.map(\.name) == ["audio"])
    try server.restart()
    let again = try start()
    #expect(callback.closes(callback.closed.load(ordering: .acquiring) + 100))
    again.stop()
    platform.shutdown()
    server.stop()
  }

  @Test func stopsWithJACKsThreadLost() async throws {
    callback.stuckPeriod.store(20, ordering: .relaxed)
    let driver = try start()
    #expect(callback.closes(100))
    let other = try #require(JackClient(.recorder, server: server.name, capacity: 100_000))
    driver.stop()
    #expect(driver.counters.lostThreads.load(ordering: .relaxed) == 1)
    platform.shutdown()
    // The server has let the client go.
    let count = other.count
    #expect(await eventually { other.count > count })
    #expect(callback.returned.load(ordering: .acquiring) == 0)
    let closed = callback.closed.load(ordering: .acquiring)
    callback.isReleased.store(true, ordering: .releasing)
    #expect(await eventually { callback.returned.load(ordering: .acquiring) == 1 })
    #expect(callback.closed.load(ordering: .acquiring) == closed)
    server.stop()
  }

  @Test func stopsInTimeWithNoThreadLate() async throws {
    let driver = try start()
    #expect(callback.closes(50))
    driver.stop()
    #expect(driver.counters.lostThreads.load(ordering: .relaxed) == 0)
    #expect(queue.snapshot().workers.map(\.name) == ["audio"])
    platform.shutdown()
    server.stop()
  }
}
