import CRealtime
import Realtime
import Synchronization

extension QueueCore {
  /// Puts an item into the ring of its priority and sees to it that a worker comes.
  @_noLocks
  borrowing func put(_ item: WorkItem, priority: WorkPriority) -> PutStatus {
    if let lanes = unsafe lanes {
      return unsafe lanes[priority.index].put(item, priority: priority)
    }
    if isClosed.load(ordering: .relaxed) { return .closed }
    settleDeadlines()
    let counted = counted.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
    // Looked at again once the item is counted: either this sees that the queue closes, or who
    // performs the rest sees the count and waits for the item.
    guard !isClosed.load(ordering: .sequentiallyConsistent) else {
      self.counted.wrappingSubtract(1, ordering: .sequentiallyConsistent)
      return .closed
    }
    guard hasRoom(for: counted), place(item, priority: priority) else {
      self.counted.wrappingSubtract(1, ordering: .sequentiallyConsistent)
      refused.wrappingAdd(1, ordering: .relaxed)
      return .full
    }
    announce(priority)
    noteDepth(after: counted)
    return .accepted
  }

  /// Whether a put that is counted is within the capacity.
  ///
  /// How many were taken, the workers write for every item: it is looked at only when what was last
  /// seen of it does not suffice.
  @_noLocks
  borrowing func hasRoom(for counted: Int) -> Bool {
    if counted - knownTaken.load(ordering: .relaxed) <= capacity { return true }
    return counted - lookAtTaken() <= capacity
  }

  /// Keeps the highest depth up to date.
  ///
  /// While workers take items, it looks at their counts only when the depth may have risen by more
  /// than a few: they would have to fetch them back for the next item.
  @_noLocks
  borrowing func noteDepth(after counted: Int) {
    let highest = highestDepth.load(ordering: .relaxed)
    let known = knownTaken.load(ordering: .relaxed)
    let step = isTaking.load(ordering: .relaxed) ? Self.depthStep : 1
    guard counted - known >= highest + step else { return }
    isTaking.store(lookAtTaken() != known, ordering: .relaxed)
    let depth = max(1, counted - knownTaken.load(ordering: .relaxed))
    if depth > highest {
      highestDepth.max(depth, ordering: .relaxed)
      for index in 0..<3 { unsafe highestDepths[index].max(rings[index].count, ordering: .relaxed) }
    }
  }

  @_noLocks
  private borrowing func lookAtTaken() -> Int {
    let taken = takenCount()
    knownTaken.store(taken, ordering: .relaxed)
    return taken
  }

  /// Items taken so far.
  @_noLocks
  borrowing func takenCount() -> Int {
    unsafe rings[0].takenCount &+ rings[1].takenCount &+ rings[2].takenCount
  }

  /// Items counted, and not yet taken; never less than there are.
  @_noLocks
  borrowing func waitingCount() -> Int {
    if let lanes = unsafe lanes {
      return unsafe lanes[0].waitingCount() + lanes[1].waitingCount() + lanes[2].waitingCount()
    }
    let taken = takenCount()
    return counted.load(ordering: .sequentiallyConsistent) &- taken
  }

  @_noLocks
  borrowing func place(_ item: WorkItem, priority: WorkPriority) -> Bool {
    unsafe rings[priority.index].put(QueuedItem(item: item, putTicks: rt_ticks()))
  }

  /// Tells whoever performs this queue's items that there is one: for a serial queue the queues
  /// below it, down to the one that has workers.
  @_noLocks
  borrowing func announce(_ priority: WorkPriority) {
    guard let target = unsafe target else { return wakeOne() }
    var below = unsafe Self.lane(target, priority)
    var place = placeInTarget
    while true {
      unsafe below.pointee.ready[priority.index].insert(place)
      guard let next = unsafe below.pointee.target else { break }
      unsafe place = below.pointee.placeInTarget
      unsafe below = unsafe Self.lane(next, priority)
    }
    unsafe below.pointee.wakeOne()
  }

  /// Wakes one sleeping worker, unless one is looking for work anyway.
  ///
  /// The item was counted, or its bit set, in one order for everyone before this look at the
  /// spinners and sleepers; a worker stops spinning, and says that it sleeps, before its last look
  /// at counts and bits. So one of the two sees the other, and no fence is needed.
  @_noLocks
  borrowing func wakeOne() {
    guard spinners.load(ordering: .sequentiallyConsistent) == 0 else { return }
    if parker.hasSleepers { parker.wake(1) } else { growth.ask() }
  }
}
