import Synchronization

/// What anybody may see of a scheduled item: which it is, for which queue, and when it is due.
struct ShownSlot: ~Copyable {
  let function = Atomic<UInt>(0)
  let context = Atomic<UInt>(0)
  let queue = Atomic<UInt>(0)
  let due = Atomic<Int64>(0)
  let interval = Atomic<Int64>(0)

  @_noLocks
  borrowing func show(
    _ item: WorkItem, queue: UInt, dueNanoseconds: Int64, intervalNanoseconds: Int64
  ) {
    function.store(item.functionAddress, ordering: .relaxed)
    context.store(item.contextAddress, ordering: .relaxed)
    self.queue.store(queue, ordering: .relaxed)
    due.store(dueNanoseconds, ordering: .relaxed)
    interval.store(intervalNanoseconds, ordering: .relaxed)
  }

  /// Shows that a periodic item is due again.
  @_noLocks
  borrowing func show(dueNanoseconds: Int64) { due.store(dueNanoseconds, ordering: .relaxed) }
}
