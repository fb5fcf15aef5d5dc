import CRealtime
import Realtime
import Synchronization

extension QueueCore {
  /// Performs the most urgent item, oldest first; false when there is none.
  @_noLocks
  borrowing func performNext(as worker: UnsafeMutablePointer<WorkerCore>) -> Bool {
    if unsafe performNext(.high, as: worker) { return true }
    if unsafe performNext(.normal, as: worker) { return true }
    return unsafe performNext(.low, as: worker)
  }

  @_noLocks
  borrowing func performNext(
    _ priority: WorkPriority, as worker: UnsafeMutablePointer<WorkerCore>
  ) -> Bool {
    // Without serial queues over this one, the common case, there are no turns to take.
    guard ready[priority.index].load(ordering: .relaxed) != 0 else {
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
    guard let queued = unsafe rings[priority.index].take() else { return false }
    let left = depth.wrappingSubtract(1, ordering: .relaxed).newValue
    // The one who takes wakes the next, so that many puts cost the putting thread one wake.
    if left > 0, unsafe target == nil { wakeOne() }
    unsafe perform(queued, priority: priority, as: worker)
    return true
  }

  @_noLocks
  borrowing func perform(
    _ queued: QueuedItem, priority: WorkPriority, as worker: UnsafeMutablePointer<WorkerCore>
  ) {
    let start = Clock.now()
    wait.record(start - queued.putNanoseconds)
    unsafe worker.pointee.startedNanoseconds.store(start, ordering: .relaxed)
    queued.item.perform()
    unsafe worker.pointee.startedNanoseconds.store(0, ordering: .relaxed)
    unsafe count(Clock.now() - start, priority: priority, as: worker)
  }

  @_noLocks
  borrowing func count(
    _ nanoseconds: Int64, priority: WorkPriority, as worker: UnsafeMutablePointer<WorkerCore>
  ) {
    run.record(nanoseconds)
    busyNanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
    performed[priority.index].wrappingAdd(1, ordering: .relaxed)
    unsafe worker.pointee.count(nanoseconds)
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
    let bits = ready[priority.index].load(ordering: .acquiring)
    guard bits != 0 else { return false }
    // Begin at another place each time, so that all serial queues advance alike.
    let from = Int(turn.load(ordering: .relaxed) >> 1) & 63
    let rotated = bits >> UInt64(from) | bits << UInt64((64 - from) & 63)
    let place = (rotated.trailingZeroBitCount + from) & 63
    let bit = UInt64(1) << UInt64(place)
    let before = ready[priority.index].bitwiseAnd(~bit, ordering: .sequentiallyConsistent).oldValue
    guard before & bit != 0, let serial = unsafe serials[place] else { return false }
    return unsafe serial.pointee.performAsSerial(as: worker)
  }

  /// Performs items of this serial queue, unless another thread is at it: then that one goes on.
  @_noLocks
  borrowing func performAsSerial(as worker: UnsafeMutablePointer<WorkerCore>) -> Bool {
    if claims.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue > 0 { return false }
    var seen = 1
    var hasPerformed = false
    while true {
      if unsafe performNext(as: worker) { hasPerformed = true }
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
    if ready[2].load(ordering: .relaxed) != 0 { return announce(.high) }
    if ready[1].load(ordering: .relaxed) != 0 { return announce(.normal) }
    if ready[0].load(ordering: .relaxed) != 0 { return announce(.low) }
    if depth.load(ordering: .relaxed) > 0 { announce(mostUrgent()) }
  }

  /// The priority of the most urgent item that waits in a ring.
  @_noLocks
  borrowing func mostUrgent() -> WorkPriority {
    if unsafe !rings[2].isEmpty { return .high }
    if unsafe !rings[1].isEmpty { return .normal }
    return .low
  }

  /// Whether a serial queue over this one, given by its bit, waits for a turn.
  @_noLocks
  borrowing func isReady(_ bit: UInt64) -> Bool {
    let bits =
      ready[0].load(ordering: .sequentiallyConsistent)
      | ready[1].load(ordering: .sequentiallyConsistent)
      | ready[2].load(ordering: .sequentiallyConsistent)
    return bits & bit != 0
  }

  /// Whether an item can be taken right now.
  ///
  /// Unlike the depth, which also counts what a producer is about to place: a worker that went by
  /// the depth would spin for a producer it may itself be keeping from its core.
  @_noLocks
  borrowing func hasWork() -> Bool {
    for index in 0..<3 {
      if unsafe !rings[index].isEmpty { return true }
      if ready[index].load(ordering: .relaxed) != 0 { return true }
    }
    return false
  }
}
