import Realtime
import Synchronization

extension DeadlineTable {
  /// Settles the deadlines that have passed at `now`, before more work comes.
  ///
  /// A deadline is missed when it passes while items of its queue wait or run. Whoever puts an item
  /// after that time comes here first, so what waits or runs in a queue whose deadline is not yet
  /// settled was put before it. Items that ended meanwhile show when they did.
  @_noLocks
  borrowing func settle(at now: Int64) {
    settlers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    var bits = armed.load(ordering: .sequentiallyConsistent)
    while bits != 0 {
      settle(bits.trailingZeroBitCount, at: now)
      bits &= bits - 1
    }
    refreshNextDue()
    settlers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
  }

  @_noLocks
  private borrowing func settle(_ index: Int, at now: Int64) {
    guard let (deadline, generation) = unsafe slots[index].read(),
      deadline.dueNanoseconds <= now
    else { return }
    // Looks first and ends it then: who finds it ended may put, and this must not see that item.
    let record = look(after: deadline)
    guard end(index, generation), record.isMissed else { return }
    unsafe deadline.owner.pointee.missed.report(record)
  }

  /// What of a deadline's queue waits and runs.
  @_noLocks
  private borrowing func look(after deadline: Deadline) -> MissedRecord {
    var record = MissedRecord(
      dueNanoseconds: deadline.dueNanoseconds, noticed: Moment())
    // In this order: an item is shown before it is taken.
    unsafe record.waiting = deadline.owner.pointee.waitingCount()
    let queue = unsafe deadline.owner.pointee.identity
    var next = unsafe firstSeat
    while let seat = unsafe next {
      if let shown = unsafe seat.pointee
        .item(of: queue, after: deadline.dueNanoseconds, seen: record.noticed)
      {
        record.add(shown)
      }
      unsafe next = seat.pointee.nextSeat
    }
    return record
  }
}
