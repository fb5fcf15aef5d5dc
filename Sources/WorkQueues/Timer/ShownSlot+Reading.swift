// Control side.
import Synchronization

extension ShownSlot {
  /// What is shown, with the address of the queue's core.
  borrowing func read() -> (ScheduledSnapshot, queue: UInt) {
    let item = WorkItemIdentity(
      function: function.load(ordering: .relaxed), context: context.load(ordering: .relaxed))
    let snapshot = ScheduledSnapshot(
      item: item, queue: "", dueNanoseconds: due.load(ordering: .relaxed),
      intervalNanoseconds: interval.load(ordering: .relaxed))
    return (snapshot, queue.load(ordering: .relaxed))
  }
}
