import CRealtime
import Realtime
import Synchronization

@testable import WorkQueues

/// A timer without a thread, driven by the test with times of its choice.
final class TimerBench {
  let core: UnsafeMutablePointer<TimerCore>
  let heap: UnsafeMutablePointer<TimerHeap>

  init(slotCount: Int = 64) {
    core = .allocate(capacity: 1)
    core.initialize(to: TimerCore(slotCount: slotCount))
    heap = .allocate(capacity: 1)
    heap.initialize(
      to: TimerHeap(slots: core.pointee.slots, places: .allocate(capacity: slotCount)))
  }

  deinit {
    heap.deinitialize(count: 1)
    heap.deallocate()
    core.pointee.releaseStorage()
    core.deinitialize(count: 1)
    core.deallocate()
  }

  func schedule(
    _ item: WorkItem, on queue: WorkQueue, due: Int64, interval: Int64 = 0,
    priority: WorkPriority = .normal
  ) -> ScheduledItemKey? {
    core.pointee.schedule(
      item, on: queue.handle, priority: priority, dueNanoseconds: due,
      intervalNanoseconds: interval)
  }

  /// One look at the changes and the clock, as the timer's thread takes it.
  func turn(now: Int64) {
    core.pointee.turn(now: now, &heap.pointee)
  }

  var nextDue: Int64? { heap.pointee.count > 0 ? heap.pointee.due(0) : nil }
  var waiting: Int { core.pointee.waiting.load(ordering: .relaxed) }
}
