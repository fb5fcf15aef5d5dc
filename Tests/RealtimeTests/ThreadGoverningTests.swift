import CRealtime
import Foundation
import TestSupport
import Testing

@testable import Realtime

@Suite(
  "What a governor asks of the kernel", .serialized,
  .enabled(if: getuid() == 0, "only root gets real-time priority for certain"))
struct ThreadGoverningTests {
  private let granted = rt_scheduling(policy: 1, priority: 5, nice: 3)

  private func withThread(_ body: (Int32) throws -> Void) throws {
    let thread = try SleepingThread()
    defer { thread.end() }
    #expect(rt_set_nice(thread.threadID, granted.nice) == 0)
    #expect(rt_set_scheduling(thread.threadID, granted.policy, granted.priority) == 0)
    try body(thread.threadID)
  }

  private func present(_ threadID: Int32) -> [Int32] {
    var scheduling = rt_scheduling()
    #expect(rt_get_scheduling(threadID, &scheduling) == 0)
    return [scheduling.policy, scheduling.priority, scheduling.nice]
  }

  @Test func aLoweredThreadGetsBackWhatItHad() throws {
    try withThread { threadID in
      #expect(rt_lower_thread(threadID, granted, false) == 0)
      #expect(present(threadID) == [0, 0, 19])
      #expect(rt_raise_thread(threadID, granted, false) == 0)
      #expect(present(threadID) == [1, 5, 3])
    }
  }

  @Test func aThreadMayKeepItsNiceValue() throws {
    try withThread { threadID in
      #expect(rt_lower_thread(threadID, granted, true) == 0)
      #expect(present(threadID) == [0, 0, 3])
      #expect(rt_raise_thread(threadID, granted, true) == 0)
      #expect(present(threadID) == [1, 5, 3])
    }
  }

  @Test func theThreadGoesOnResettingItsSchedulingWhenItForks() throws {
    let resetOnFork: Int32 = 0x4000_0000
    try withThread { threadID in
      #expect(rt_set_scheduling(threadID, granted.policy | resetOnFork, granted.priority) == 0)
      #expect(rt_lower_thread(threadID, granted, false) == 0)
      #expect(sched_getscheduler(threadID) == resetOnFork)
      #expect(rt_raise_thread(threadID, granted, false) == 0)
      #expect(sched_getscheduler(threadID) == 1 | resetOnFork)
    }
  }

  @Test func aThreadSomebodyElseHasChangedIsNotLowered() throws {
    try withThread { threadID in
      #expect(rt_set_scheduling(threadID, 1, 7) == 0)
      #expect(rt_lower_thread(threadID, granted, false) == -1)
      #expect(present(threadID) == [1, 7, 3])
    }
  }

  @Test func aThreadSomebodyElseHasChangedIsNotRaised() throws {
    try withThread { threadID in
      #expect(rt_lower_thread(threadID, granted, false) == 0)
      #expect(rt_set_scheduling(threadID, 2, 7) == 0)
      #expect(rt_raise_thread(threadID, granted, false) == -1)
      #expect(present(threadID) == [2, 7, 3])
    }
  }

  @Test func aThreadThatHasEndedIsLeftAlone() throws {
    var ended: Int32 = 0
    try onNewThread { ended = rt_thread_id() }
    #expect(rt_thread_cpu_nanoseconds(ended) == -1)
    #expect(rt_lower_thread(ended, granted, false) == -1)
    #expect(rt_raise_thread(ended, granted, false) == -1)
    #expect(rt_open_thread_report(ended) == -1)
    var switches: UInt64 = 0
    #expect(rt_voluntary_switches(-1, &switches) == EBADF)
    rt_close_thread_report(-1)
  }

  @Test func sleepingCountsAsGivingTheCoreAway() throws {
    let report = rt_open_thread_report(rt_thread_id())
    defer { rt_close_thread_report(report) }
    var before: UInt64 = 0
    var after: UInt64 = 0
    #expect(rt_voluntary_switches(report, &before) == 0)
    for _ in 0..<3 { _ = rt_sleep_until(rt_now_nanoseconds() + 1_000_000) }
    #expect(rt_voluntary_switches(report, &after) == 0)
    #expect(after >= before + 3)
  }

  @Test func aThreadsClockCountsOnlyWhatItComputes() throws {
    let thread = try SleepingThread()
    defer { thread.end() }
    let own = rt_thread_cpu_nanoseconds(rt_thread_id())
    let other = rt_thread_cpu_nanoseconds(thread.threadID)
    while rt_thread_cpu_nanoseconds(rt_thread_id()) < own + 20_000_000 {}
    #expect(rt_thread_cpu_nanoseconds(thread.threadID) - other < 20_000_000)
  }

  @Test func anAddressIsDescribedByItsFile() {
    #expect(description(of: 8) == "0x8")
    let address = dlsym(nil, "malloc").map { UInt(bitPattern: $0) } ?? 0
    #expect(description(of: address).contains("malloc ("))
    #expect(description(of: address, byteCount: 4).count == 3)
  }

  private func description(of address: UInt, byteCount: Int = 64) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: byteCount) { text in
      rt_describe_address(address, text.baseAddress, text.count)
      return text.baseAddress.map { String(cString: $0) } ?? ""
    }
  }
}
