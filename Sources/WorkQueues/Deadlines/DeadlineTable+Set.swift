import Realtime
import Synchronization

extension DeadlineTable {
  /// Takes a deadline in; nil when the table is full.
  @_noLocks
  borrowing func set(_ deadline: Deadline) -> DeadlineKey? {
    guard let index = takeFreeSlot() else { return nil }
    let generation = unsafe slots[index].arm(deadline)
    armed.bitwiseOr(1 << UInt64(index), ordering: .sequentiallyConsistent)
    nextDue.min(deadline.dueNanoseconds, ordering: .sequentiallyConsistent)
    return DeadlineKey(slot: UInt32(index), generation: generation)
  }

  /// Takes a queue's deadline out; false when it has passed or was cancelled before.
  @_noLocks
  borrowing func cancel(
    _ key: DeadlineKey, of owner: UnsafeMutablePointer<QueueCore>
  ) -> Bool {
    let index = Int(key.slot)
    guard index < Self.slotCount, let (deadline, generation) = unsafe slots[index].read(),
      unsafe generation == key.generation && deadline.owner == owner, end(index, generation)
    else { return false }
    refreshNextDue()
    return true
  }

  @_noLocks
  private borrowing func takeFreeSlot() -> Int? {
    var bits = free.load(ordering: .relaxed)
    while bits != 0 {
      let (exchanged, original) = free.weakCompareExchange(
        expected: bits, desired: bits & (bits - 1), ordering: .acquiringAndReleasing)
      if exchanged { return bits.trailingZeroBitCount }
      bits = original
    }
    return nil
  }

  /// Ends a deadline and frees its slot; false when somebody else has.
  @_noLocks
  borrowing func end(_ index: Int, _ generation: UInt64) -> Bool {
    guard unsafe slots[index].end(generation) else { return false }
    let bit = UInt64(1) << UInt64(index)
    armed.bitwiseAnd(~bit, ordering: .sequentiallyConsistent)
    free.bitwiseOr(bit, ordering: .sequentiallyConsistent)
    return true
  }

  /// Sets `nextDue` anew once deadlines have gone.
  @_noLocks
  borrowing func refreshNextDue() {
    let before = nextDue.load(ordering: .sequentiallyConsistent)
    _ = nextDue.compareExchange(
      expected: before, desired: earliestDue(), ordering: .sequentiallyConsistent)
    // Once more for a deadline of that very time that came between the look and the exchange.
    nextDue.min(earliestDue(), ordering: .sequentiallyConsistent)
  }

  @_noLocks
  private borrowing func earliestDue() -> Int64 {
    var earliest = Int64.max
    var bits = armed.load(ordering: .sequentiallyConsistent)
    while bits != 0 {
      if let (deadline, _) = unsafe slots[bits.trailingZeroBitCount].read() {
        earliest = min(earliest, deadline.dueNanoseconds)
      }
      bits &= bits - 1
    }
    return earliest
  }
}
