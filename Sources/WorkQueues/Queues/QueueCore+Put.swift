import CRealtime
import Realtime
import Synchronization

extension QueueCore {
  /// Puts an item into the ring of its priority and sees to it that a worker comes.
  @_noLocks
  borrowing func put(_ item: WorkItem, priority: WorkPriority) -> PutStatus {
    if isClosed.load(ordering: .relaxed) { return .closed }
    settleDeadlines()
    let depth = depth.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
    // Looked at again once the item is counted: either this sees that the queue closes, or who
    // performs the rest sees the count and waits for the item.
    guard !isClosed.load(ordering: .sequentiallyConsistent) else {
      self.depth.wrappingSubtract(1, ordering: .sequentiallyConsistent)
      return .closed
    }
    guard depth <= capacity, place(item, priority: priority) else {
      self.depth.wrappingSubtract(1, ordering: .sequentiallyConsistent)
      refused.wrappingAdd(1, ordering: .relaxed)
      return .full
    }
    highestDepth.max(depth, ordering: .relaxed)
    announce(priority)
    return .accepted
  }

  @_noLocks
  borrowing func place(_ item: WorkItem, priority: WorkPriority) -> Bool {
    unsafe rings[priority.index].put(QueuedItem(item: item, putNanoseconds: Clock.now()))
  }

  /// Tells whoever performs this queue's items that there is one: for a serial queue the queues
  /// below it, down to the one that has workers.
  @_noLocks
  borrowing func announce(_ priority: WorkPriority) {
    guard var below = unsafe target else { return wakeOne() }
    var place = placeInTarget
    while true {
      unsafe below.pointee.ready[priority.index]
        .bitwiseOr(1 << UInt64(place), ordering: .acquiringAndReleasing)
      guard let next = unsafe below.pointee.target else { break }
      unsafe place = below.pointee.placeInTarget
      unsafe below = unsafe next
    }
    unsafe below.pointee.wakeOne()
  }

  /// Wakes one sleeping worker, unless one is looking for work anyway.
  @_noLocks
  borrowing func wakeOne() {
    // Orders the item before the look at the spinners; a worker stops spinning before its last
    // look at the rings, so that one of the two sees the other.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    if spinners.load(ordering: .relaxed) == 0 { parker.wake(1) }
  }
}
