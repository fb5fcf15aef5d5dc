import CRealtime
import Realtime
import Synchronization

extension TimerCore {
  /// How long before the first item's time to get up; 0 for an item that need not be so exact.
  @_noLocks
  borrowing func lead(_ lead: TimerLead, at now: Int64, _ heap: borrowing TimerHeap) -> Int64 {
    guard let index = heap.first, let performer = unsafe performer(index),
      unsafe performer.pointee.isRealtime.load(ordering: .relaxed)
    else { return 0 }
    return lead.nanoseconds(at: now)
  }

  /// Stays awake until the first item is due, unless something changes, with the worker that will
  /// perform it awake too.
  @_noLocks
  borrowing func waitAhead(
    from begin: Int64, seen: UInt32, _ lead: inout TimerLead, _ heap: borrowing TimerHeap
  ) {
    guard let index = heap.first, let performer = unsafe performer(index) else { return }
    let due = heap.due(0)
    guard begin < due else { return }
    unsafe performer.pointee.expectScheduled(at: due)
    while Clock.now() < due, signal.load(ordering: .acquiring) == seen {
      for _ in 0..<8 { rt_spin_pause() }
    }
    lead.waited(from: begin, to: Clock.now())
  }

  /// The queue whose workers will perform an item.
  @_noLocks
  private borrowing func performer(_ index: UInt32) -> UnsafeMutablePointer<QueueCore>? {
    let slot = unsafe slots + Int(index)
    guard let queue = unsafe slot.pointee.queue else { return nil }
    var base = unsafe queue.core
    while let below = unsafe base.pointee.target { unsafe base = unsafe below }
    return unsafe QueueCore.lane(base, slot.pointee.priority)
  }
}

extension QueueCore {
  /// Wakes a worker for an item that the timer is about to hand over.
  @_noLocks
  borrowing func expectScheduled(at due: Int64) {
    scheduledNanoseconds.store(due, ordering: .releasing)
    wakeOne()
  }
}
