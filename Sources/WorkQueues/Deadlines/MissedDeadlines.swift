import Realtime
import Synchronization

/// A queue's missed deadlines: how many, the latest of them, and who is to hear of it.
@safe
struct MissedDeadlines: ~Copyable {
  /// What is put where when a deadline is missed.
  @safe
  struct Handler {
    let item: WorkItem
    let queue: QueueHandle
  }

  let count = Atomic<UInt64>(0)
  /// Refuses more until some are taken.
  let records = BoundedRing<MissedRecord>(minimumCapacity: 16)
  /// The address of a handler, 0 for none; only followed by threads that settle.
  let handler = Atomic<UInt>(0)

  /// Counts and notes a missed deadline, and puts the handler's item.
  @_noLocks
  borrowing func report(_ record: MissedRecord) {
    count.wrappingAdd(1, ordering: .relaxed)
    _ = records.put(record)
    let address = handler.load(ordering: .sequentiallyConsistent)
    guard let handler = unsafe UnsafePointer<Handler>(bitPattern: address) else { return }
    _ = unsafe handler.pointee.queue.put(handler.pointee.item, priority: .high)
  }
}
