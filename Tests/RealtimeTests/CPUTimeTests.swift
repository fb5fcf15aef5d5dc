import CRealtime
import Foundation
import TestSupport
import Testing

/// In processes of their own: a limit that went down may never come up again.
@Suite(
  "CPU time of real-time threads", .serialized,
  .enabled(if: getuid() == 0, "only root gets real-time priority for certain"))
struct CPUTimeTests {
  @Test func aThreadThatNeverPausesGoesOnAtNormalPriority() throws {
    let values = try limited(["first=100000", "loops=1"])
    #expect(values["granted"] == ["FIFO 1"])
    #expect(values["scheduling"] == ["OTHER"])
    #expect(values["demotions"] == ["1"])
    #expect(values["thread"] == ["true"])
    // The kernel had put the soft limit up by a second.
    #expect(values["limit"] == ["80000 100000"])
  }

  @Test func aLimitIsNeverRaised() throws {
    let values = try limited(["first=100000", "second=200000"])
    #expect(values["second"] == ["0"])
    #expect(values["limit"] == ["80000 100000"])
  }

  @Test func noTimeAtAllIsRefused() {
    let before = CPUTimeLimits.current
    for microseconds in [Int64(0), -1, .min] {
      #expect(rt_limit_cpu_time(microseconds) == EINVAL)
    }
    #expect(CPUTimeLimits.current == before)
  }

  @Test func demotionsThatNeverWereHaveNoThread() {
    #expect(rt_demoted_thread(rt_cpu_time_demotions() + 1) == 0)
    #expect(rt_demoted_thread(0) == 0)
  }

  private func limited(_ arguments: [String]) throws -> [String: [String]] {
    let outcome = try BuiltProgram.run("EndlessLoops", ["lower-limit"] + arguments)
    #expect(outcome.code == 0)
    #expect(outcome.values["alive"] == ["true"])
    return outcome.values
  }
}
