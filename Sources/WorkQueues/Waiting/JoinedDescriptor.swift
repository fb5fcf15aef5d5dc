// Control side.
import CRealtime
import Realtime
import Synchronization

/// A descriptor whose waiting items all go to one queue, and stay registered between waits.
///
/// Made by `WorkQueue.join`. Keeps the queue alive.
public final class JoinedDescriptor: Sendable {
  /// The queue its items are put into.
  public let queue: WorkQueue
  /// The descriptor as the waiter's thread and the cycle see it.
  public let handle: WaitHandle
  private let waiter: WorkWaiter

  /// A join that has not ended.
  struct Registration {
    let ticket: UInt64
    /// The number it was joined by, and the waiter's duplicate of it.
    let original: Int32
    let kept: Int32
    let queue: ObjectIdentifier
    let queueName: String
  }

  init(queue: WorkQueue, handle: WaitHandle, waiter: WorkWaiter) {
    self.queue = queue
    self.handle = handle
    self.waiter = waiter
  }

  deinit { unjoin() }

  /// Puts an item into the queue once the descriptor is readable.
  ///
  /// Readable, hung up and broken are the same here; nothing is read. `onCancel` is put in its
  /// place when it is cancelled. Throws `full`, or `closed` when the join has ended or the queue is
  /// closed. Thread: any. The corresponding C function is `RtwqPutWaitingWorkItem`.
  @discardableResult
  public func put(
    _ item: WorkItem, priority: WorkPriority = .normal, onCancel: WorkItem? = nil
  ) throws(WorkQueueError) -> WaitingItemKey {
    guard unsafe !queue.core.pointee.isClosed.load(ordering: .acquiring) else {
      throw WorkQueueError(.closed, "queue \(queue.name) is closed")
    }
    if let key = handle.put(item, priority: priority, onCancel: onCancel) { return key }
    guard isJoined else {
      throw WorkQueueError(.closed, "the descriptor is not joined to queue \(queue.name) any more")
    }
    throw WaiterCore.full(WorkWaiter.capacity)
  }

  private var isJoined: Bool {
    unsafe handle.core.pointee.sources[Int(handle.source)].owner.load(ordering: .acquiring)
      == WaiterSource.open(handle.ticket)
  }

  /// Ends the join; what waits is cancelled, and its `onCancel` is in the queue afterwards, or as
  /// soon as that has room.
  ///
  /// May be called twice. Thread: control. The corresponding C function is `RtwqUnjoinWorkQueue`.
  public func unjoin() { waiter.unjoin(handle) }
}
