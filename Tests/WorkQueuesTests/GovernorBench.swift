import CRealtime
import Realtime
import Synchronization
import TestSupport

@testable import WorkQueues

/// A governor without a thread of its own, which takes its turns when the test says so.
final class GovernorBench {
  let governor: Governor
  let run: UnsafeMutablePointer<GovernorRun>

  init(_ governor: Governor = Governor(responsivenessPercent: 20)) {
    self.governor = governor
    run = GovernorRun.make(governor.core)
    run.pointee.mayUndoNice = true
    run.pointee.demotionsSeen = rt_cpu_time_demotions()
  }

  deinit { GovernorRun.destroy(run) }

  /// Lowers the classes of these places.
  func lower(_ places: Int...) { run.pointee.lower(places.reduce(0) { $0 | 1 << UInt32($1) }) }

  /// Raises everyone; false when somebody is held.
  func raise() -> Bool { run.pointee.raiseAll() }

  /// Places that were ever used.
  var slotEnd: Int { governor.core.pointee.slotEnd.load(ordering: .acquiring) }

  /// Whether the first place is free, and nothing of its last thread is left open.
  var isFirstFree: Bool {
    let slot = governor.core.pointee.slots
    return slot.pointee.phase.load(ordering: .acquiring) == GovernedSlot.Phase.free
      && slot.pointee.report.load(ordering: .relaxed) == -1
  }

  /// Watches a thread as a queue's worker would be.
  func watch(
    _ threadID: Int32, taskClass: String = "Games", source: SchedulingGrant.Source = .direct
  ) -> GovernedThread? {
    let present = ThreadScheduling.current(threadID: threadID) ?? .normal(nice: 0)
    return governor.watch(
      threadID: threadID, grant: SchedulingGrant(asked: present, granted: present, source: source),
      name: GovernedThreadName(thread: "t", queue: "q", taskClass: taskClass), worker: nil,
      isOurs: true)
  }
}

/// Performs `body` with a sleeping thread at SCHED_FIFO.
func withRealtimeThread(priority: Int32 = 5, _ body: (Int32) throws -> Void) throws {
  let thread = try SleepingThread()
  defer { thread.end() }
  _ = rt_set_scheduling(thread.threadID, Int32(rt_policy_fifo.rawValue), priority)
  try body(thread.threadID)
}
