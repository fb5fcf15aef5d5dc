import CRealtime
import Foundation
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite(
  "Governor: under fire", .serialized, .enabled(if: getuid() == 0, "only root gets every priority"))
struct GovernorStressTests {
  /// Counts what the threads of the test have done.
  private final class Tally: Sendable {
    let ended = Atomic<Int>(0)
    let wrong = Atomic<Int>(0)
  }

  /// Changes a thread's priority time and again, and takes it out of the governor's hands.
  private static func change(_ thread: GovernedThread, _ threadID: Int32, _ tally: Tally) {
    for round in 0..<2000 {
      let wanted = ThreadScheduling.fifo(priority: 6 + round % 2)
      let grant = thread.change { SchedulingGrant.request(wanted, threadID: threadID) }
      if grant.granted != wanted { tally.wrong.wrappingAdd(1, ordering: .relaxed) }
    }
    thread.leave()
    if ThreadScheduling.current(threadID: threadID) != .fifo(priority: 7) {
      tally.wrong.wrappingAdd(1, ordering: .relaxed)
    }
    tally.ended.wrappingAdd(1, ordering: .releasing)
  }

  @Test func threadsMoveAndLeaveWhileTheyAreLoweredAndRaised() throws {
    let bench = GovernorBench()
    let tally = Tally()
    let sleepers = try (0..<4).map { _ in try SleepingThread() }
    for sleeper in sleepers {
      _ = rt_set_scheduling(sleeper.threadID, Int32(rt_policy_fifo.rawValue), 5)
      let thread = try #require(bench.watch(sleeper.threadID))
      Thread { Self.change(thread, sleeper.threadID, tally) }.start()
    }
    let isOver = eventually {
      _ = bench.run.pointee.turn(now: Clock.now())
      bench.run.pointee.lower(1)
      _ = bench.raise()
      return tally.ended.load(ordering: .acquiring) == 4
    }
    #expect(isOver)
    #expect(tally.wrong.load(ordering: .relaxed) == 0)
    #expect(bench.isFirstFree)
    for sleeper in sleepers { sleeper.end() }
  }

  @Test func queuesComeAndGoWhileTheGovernorRuns() throws {
    let platform = try WorkPlatform()
    try platform.startGovernor()
    for _ in 0..<30 {
      let queue = try platform.makeQueue(
        named: "q", kind: .multithreaded(workers: 3), taskClass: platform.classes["Audio"])
      platform.close(queue)
    }
    let bench = GovernorBench(platform.governor)
    platform.shutdown()
    #expect(bench.slotEnd <= 3)
    #expect(bench.isFirstFree)
  }
}
