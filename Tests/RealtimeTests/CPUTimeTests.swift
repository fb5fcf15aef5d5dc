import CRealtime
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Realtime

/// The limit can only go down where root lacks CAP_SYS_RESOURCE: all tests use the same.
@Suite(
  "CPU time of real-time threads", .serialized,
  .enabled(if: getuid() == 0, "only root gets real-time priority for certain"))
struct CPUTimeTests {
  private let limits = CPUTimeLimits()
  private let expected = CPUTimeLimits.Pair(soft: 80_000, hard: 100_000)

  @Test func aThreadThatNeverPausesGoesOnAtNormalPriority() throws {
    #expect(rt_limit_cpu_time(100_000) == 0)
    let spin = Spin(before: rt_cpu_time_demotions())
    let thread = try RealtimeThread(
      name: "spin", scheduling: .fifo(priority: 1), body: Spin.run,
      context: Unmanaged.passUnretained(spin).toOpaque())
    thread.join()
    #expect(thread.grant.source == .direct)
    let isNormal = spin.isNormal.load(ordering: .acquiring)
    #expect(isNormal)
    #expect(rt_cpu_time_demotions() == spin.before + 1)
    // The kernel had put the soft limit up by a second.
    #expect(CPUTimeLimits.current == expected)
  }

  @Test func aLimitIsNeverRaised() {
    #expect(rt_limit_cpu_time(100_000) == 0)
    #expect(rt_limit_cpu_time(200_000) == 0)
    #expect(CPUTimeLimits.current == expected)
  }

  @Test(arguments: [Int64(0), -1, .min])
  func noTimeAtAllIsRefused(microseconds: Int64) {
    let before = CPUTimeLimits.current
    #expect(rt_limit_cpu_time(microseconds) == EINVAL)
    #expect(CPUTimeLimits.current == before)
  }

  private final class Spin: Sendable {
    let before: UInt64
    let isNormal = Atomic<Bool>(false)

    init(before: UInt64) { self.before = before }

    static let run: rt_work = { context in
      guard let context else { return }
      Unmanaged<Spin>.fromOpaque(context)._withUnsafeGuaranteedRef { spin in
        // The end is for a kernel that does not watch: the limit comes long before.
        let end = rt_now_nanoseconds() + 20_000_000_000
        while rt_cpu_time_demotions() == spin.before, rt_now_nanoseconds() < end {}
        let present = ThreadScheduling.current(threadID: rt_thread_id())
        spin.isNormal.store(present == .normal(nice: 0), ordering: .releasing)
      }
    }
  }
}
