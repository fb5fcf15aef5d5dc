import CRealtime
import Realtime
import Synchronization

extension QueueCore {
  /// Performs the most urgent item, oldest first; false when there is none.
  @_noLocks
  borrowing func performNext(as worker: UnsafeMutablePointer<WorkerCore>) -> Bool {
    if let lanes = unsafe lanes { return unsafe Self.performNext(in: lanes, as: worker) }
    if unsafe performNext(.high, as: worker) { return true }
    if unsafe performNext(.normal, as: worker) { return true }
    return unsafe performNext(.low, as: worker)
  }

  @_noLocks
  borrowing func performNext(
    _ priority: WorkPriority, as worker: UnsafeMutablePointer<WorkerCore>
  ) -> Bool {
    // Without serial queues over this one, the common case, there are no turns to take.
    guard !ready[priority.index].isEmpty else {
      return unsafe performFromRing(priority, as: worker)
    }
    if turn.wrappingAdd(1, ordering: .relaxed).newValue & 1 == 0 {
      if unsafe performFromRing(priority, as: worker) { return true }
      return unsafe performFromSerial(priority, as: worker)
    }
    if unsafe performFromSerial(priority, as: worker) { return true }
    return unsafe performFromRing(priority, as: worker)
  }

  @_noLocks
  borrowing func performFromRing(
    _ priority: WorkPriority, as worker: UnsafeMutablePointer<WorkerCore>
  ) -> Bool {
    guard let queued = unsafe take(priority, as: worker) else { return false }
    passOn()
    unsafe perform(queued, priority: priority, as: worker)
    return true
  }

  /// Takes an item; who looks for late ones finds it waiting, or in the worker's hand.
  @_noLocks
  private borrowing func take(
    _ priority: WorkPriority, as worker: UnsafeMutablePointer<WorkerCore>
  ) -> QueuedItem? {
    guard unsafe deadlines.pointee.nextDue.load(ordering: .relaxed) < .max else {
      return unsafe rings[priority.index].take()
    }
    unsafe worker.pointee.showTaking(from: identity)
    let queued = unsafe rings[priority.index].take()
    if queued == nil { unsafe worker.pointee.showTaking(from: 0) }
    return queued
  }

  /// Wakes the next worker when there is more to take.
  ///
  /// So many puts cost the putting thread one wake, and none while a worker looks for work: the
  /// one that finds it stops looking first and comes here afterwards, in this order for everyone.
  @_noLocks
  borrowing func passOn() {
    guard unsafe target == nil, parker.hasSleepers || growth.isHinted else { return }
    if waitingCount() > 0 || isAnyReady() { wakeOne() }
  }

  @_noLocks
  borrowing func perform(
    _ queued: QueuedItem, priority: WorkPriority, as worker: UnsafeMutablePointer<WorkerCore>
  ) {
    let start = unsafe worker.pointee.start(after: queued.putTicks)
    let waited = rt_ticks_between(queued.putTicks, start)
    unsafe perform(queued.item, from: start, waited: waited, priority: priority, as: worker)
  }

  /// Performs an item that was in no ring, and was due at a time on the clock.
  @_noLocks
  borrowing func perform(
    _ item: WorkItem, dueNanoseconds: Int64, priority: WorkPriority,
    as worker: UnsafeMutablePointer<WorkerCore>
  ) {
    settleDeadlines()
    let waited = Clock.now() - dueNanoseconds
    unsafe perform(item, from: rt_ticks(), waited: waited, priority: priority, as: worker)
  }

  @_noLocks
  private borrowing func perform(
    _ item: WorkItem, from start: UInt64, waited: Int64, priority: WorkPriority,
    as worker: UnsafeMutablePointer<WorkerCore>
  ) {
    let outer = unsafe worker.pointee.begin(at: start)
    let outerFunction = unsafe worker.pointee.enter(item)
    let shown = unsafe worker.pointee.show(item, of: identity, at: start)
    item.perform()
    let end = rt_ticks()
    unsafe worker.pointee.showEnd(at: end, before: shown)
    unsafe worker.pointee.function.store(outerFunction, ordering: .relaxed)
    let ran = rt_ticks_between(start, end)
    unsafe worker.pointee.endedTicks.store(end, ordering: .relaxed)
    let own = unsafe worker.pointee.end(after: ran, in: outer)
    if unsafe isQueue(of: worker) {
      unsafe worker.pointee.own.count(priority, waited: waited, ran: ran, own: own)
    } else {
      unsafe worker.pointee.serialRun.recordAlone(ran)
      // One thread at a time is at a serial queue's items.
      counters.count(priority, waited: waited, ran: ran, own: own)
    }
  }

  @_noLocks
  private borrowing func isQueue(of worker: UnsafeMutablePointer<WorkerCore>) -> Bool {
    unsafe worker.pointee.queue.pointee.rings == rings
  }

  /// Performs one item of a serial queue that has work; false when there was none after all.
  @_noLocks
  borrowing func performFromSerial(
    _ priority: WorkPriority, as worker: UnsafeMutablePointer<WorkerCore>
  ) -> Bool {
    visitors.wrappingAdd(1, ordering: .sequentiallyConsistent)
    let hasPerformed = unsafe visitSerial(priority, as: worker)
    visitors.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    return hasPerformed
  }

  @_noLocks
  borrowing func visitSerial(
    _ priority: WorkPriority, as worker: UnsafeMutablePointer<WorkerCore>
  ) -> Bool {
    // A bit may be stale: its item was performed before it was announced. The others count all the
    // same, since whoever announced them may have seen this queue announced below already.
    while let place = ready[priority.index].take() {
      guard let serial = unsafe serials[place] else { continue }
      passOn()
      if unsafe serial.pointee.performAsSerial(as: worker) { return true }
    }
    return false
  }

  /// Performs items of this serial queue, unless another thread is at it: then that one goes on.
  @_noLocks
  borrowing func performAsSerial(as worker: UnsafeMutablePointer<WorkerCore>) -> Bool {
    if claims.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue > 0 { return false }
    let before = unsafe worker.pointee.enterTurn(of: turnSlot)
    let hasPerformed = unsafe performClaimed(as: worker)
    unsafe worker.pointee.leaveTurn(to: before)
    return hasPerformed
  }

  @_noLocks
  private borrowing func performClaimed(as worker: UnsafeMutablePointer<WorkerCore>) -> Bool {
    var seen = 1
    var hasPerformed = false
    while true {
      if unsafe performNext(as: worker) {
        // Then the claims stay, and who replies goes on.
        if keepsTurn() { return true }
        hasPerformed = true
      }
      let (exchanged, original) = claims.compareExchange(
        expected: seen, desired: 0, ordering: .acquiringAndReleasing)
      if exchanged { break }
      seen = original
    }
    if hasPerformed { announceRest() }
    return hasPerformed
  }

  /// After an item of a serial queue: asks for another turn when there is more.
  @_noLocks
  borrowing func announceRest() {
    if hasWork(.high) { return announce(.high) }
    if hasWork(.normal) { return announce(.normal) }
    if hasWork(.low) { announce(.low) }
  }

  /// Whether the serial queue in a place over this one waits for a turn.
  @_noLocks
  borrowing func isReady(_ place: Int) -> Bool {
    if let lanes = unsafe lanes {
      return unsafe lanes[0].isReady(place) || lanes[1].isReady(place) || lanes[2].isReady(place)
    }
    return ready[0].contains(place) || ready[1].contains(place) || ready[2].contains(place)
  }

  /// Whether any does.
  @_noLocks
  borrowing func isAnyReady() -> Bool {
    if let lanes = unsafe lanes {
      return unsafe lanes[0].isAnyReady() || lanes[1].isAnyReady() || lanes[2].isAnyReady()
    }
    return !(ready[0].isEmptyInOrder() && ready[1].isEmptyInOrder() && ready[2].isEmptyInOrder())
  }

  /// Whether an item can be taken right now.
  ///
  /// Unlike the count, which also counts what a producer is about to place: a worker that went by
  /// the count would spin for a producer it may itself be keeping from its core.
  @_noLocks
  borrowing func hasWork() -> Bool { hasWork(.high) || hasWork(.normal) || hasWork(.low) }

  @_noLocks
  borrowing func hasWork(_ priority: WorkPriority) -> Bool {
    if !ready[priority.index].isEmpty { return true }
    return unsafe !rings[priority.index].isEmpty
  }

  /// Whether everything that was accepted was taken.
  ///
  /// True for good once the queue is closed and the serial queues over it are.
  @_noLocks
  borrowing func isDrained() -> Bool {
    waitingCount() == 0 && !isAnyReady()
  }
}
