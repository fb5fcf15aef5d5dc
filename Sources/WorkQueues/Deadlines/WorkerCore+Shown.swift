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

  /// Shows that an item of a queue is about to be taken and to begin; 0 that none was there.
  @_noLocks
  borrowing func showTaking(from queue: UInt) {
    unsafe seat?.pointee.taking.store(queue, ordering: .releasing)
  }

  /// Shows the item that begins; returns what `showEnd` goes back to.
  @_noLocks
  borrowing func show(_ item: WorkItem, of queue: UInt, at start: UInt64) -> ShownItem {
    guard let seat = unsafe seat else { return ShownItem() }
    return unsafe seat.pointee.begin(ShownItem(item, of: queue, startedTicks: start))
  }

  @_noLocks
  borrowing func showEnd(at ticks: UInt64, before: ShownItem) {
    unsafe seat?.pointee.end(at: ticks, before: before)
  }
}
