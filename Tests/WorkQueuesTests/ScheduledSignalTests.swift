import CRealtime
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("WorkTimer: signals", .serialized) struct ScheduledSignalTests {
  @Test func theTimersThreadPerformsThem() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let thread = Locked<Int32>(0)
    try platform.timer.scheduleSignal(
      oneTimeItem { thread.withLock { $0 = rt_thread_id() } }, delayNanoseconds: 1_000_000)
    #expect(eventually { thread.withLock { $0 } != 0 })
    #expect(thread.withLock { $0 } == platform.timer.threadID)
    #expect(eventually { platform.timer.snapshot().fired == 1 })
    #expect(eventually { platform.timer.snapshot().waiting == 0 })
  }

  @Test func theyAreDueInOrderWithOtherItems() throws {
    let platform = try WorkPlatform()
    let timer = platform.timer.handle
    let log = Locked<[Int]>([])
    let start = Clock.now() + 300_000_000
    for id in [3, 1, 2] {
      let item = oneTimeItem { log.withLock { $0.append(id) } }
      let key = timer.scheduleSignal(item, dueNanoseconds: start + Int64(id) * 1000)
      #expect(key != nil)
    }
    #expect(eventually { log.withLock { $0 } == [1, 2, 3] })
    platform.shutdown()
  }

  @Test func oneThatIsCancelledIsNotPerformed() throws {
    let platform = try WorkPlatform()
    let ran = Locked(false)
    let item = oneTimeItem { ran.withLock { $0 = true } }
    let key = try platform.timer.scheduleSignal(item, delayNanoseconds: 3_600_000_000_000)
    let isCancelled = platform.timer.cancel(key)
    #expect(isCancelled)
    let again = platform.timer.cancel(key)
    #expect(!again)
    #expect(eventually { platform.timer.snapshot().waiting == 0 })
    platform.shutdown()
    #expect(!ran.withLock { $0 })
    dropItem(item)
  }

  @Test func aQueueThatGoesTakesNoneAlong() throws {
    let platform = try WorkPlatform()
    let count = Locked(0)
    try platform.timer.scheduleSignal(
      oneTimeItem { count.withLock { $0 += 1 } }, delayNanoseconds: 50_000_000)
    for _ in 0..<3 {
      platform.close(try platform.makeQueue(named: "q", kind: .standard))
    }
    #expect(eventually { count.withLock { $0 } == 1 })
    platform.shutdown()
  }

  @Test func afterShutdownTheyAreRefused() throws {
    let platform = try WorkPlatform()
    platform.shutdown()
    let error = #expect(throws: WorkQueueError.self) {
      try platform.timer.scheduleSignal(idleItem, delayNanoseconds: 0)
    }
    #expect(error?.code == .closed)
  }
}
