import CRealtime
import Synchronization

extension WorkerCore {
  /// Notes which thread the worker is.
  @_noLocks
  borrowing func noteThread() {
    let id = rt_thread_id()
    threadID.store(id, ordering: .relaxed)
    unsafe seat?.pointee.threadID.store(id, ordering: .relaxed)
  }

  /// Shows that an item is about to begin, before it is taken off the queue's depth.
  @_noLocks
  borrowing func showTaking(from queue: UInt) {
    unsafe seat?.pointee.taking.store(queue, ordering: .releasing)
  }

  /// Shows the item that begins; returns what `showEnd` goes back to.
  @_noLocks
  borrowing func show(_ item: WorkItem, of queue: UInt, at start: Int64) -> ShownItem {
    guard let seat = unsafe seat else { return ShownItem() }
    return unsafe seat.pointee.begin(ShownItem(item, of: queue, startedNanoseconds: start))
  }

  @_noLocks
  borrowing func showEnd(at now: Int64, before: ShownItem) {
    unsafe seat?.pointee.end(at: now, before: before)
  }
}
