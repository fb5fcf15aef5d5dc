import CRealtime
import Synchronization

/// When a step was performed last in a part of a period that was timed, and on which thread.
struct StepTrace: ~Copyable {
  /// As `PlanCore.part` counts; 0 while it is being written, and before the first.
  let part = Atomic<UInt64>(0)
  let begin = Atomic<UInt64>(0)
  let end = Atomic<UInt64>(0)
  let threadID = Atomic<Int32>(0)

  @_noLocks
  borrowing func note(part number: UInt64, from begin: UInt64, to end: UInt64) {
    part.store(0, ordering: .relaxed)
    atomicMemoryFence(ordering: .releasing)
    self.begin.store(begin, ordering: .relaxed)
    self.end.store(end, ordering: .relaxed)
    threadID.store(rt_thread_id(), ordering: .relaxed)
    part.store(number, ordering: .releasing)
  }
}
