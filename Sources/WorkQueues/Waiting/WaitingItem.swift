// Control side.

/// An item for a queue, and the descriptor it waits on.
public struct WaitingItem: Sendable {
  /// What is put into the queue once the descriptor is readable.
  public var item: WorkItem
  /// Where it is put.
  public var queue: WorkQueue
  /// How urgent it is there.
  public var priority: WorkPriority
  /// What it waits on; nil waits until cancelled.
  public var descriptor: Int32?
  /// What is put in its place when it is cancelled.
  public var onCancel: WorkItem?
  /// Whether it takes less than 50 µs and only wakes somebody.
  ///
  /// The waiter's thread performs it itself then, which spares a hand-over to the queue. `onCancel`
  /// comes to the queue all the same.
  public var isSignal = false

  /// Creates an item that waits once it is put.
  ///
  /// The contexts of `item` and `onCancel` must be valid until one of them was performed, or the
  /// item was cancelled without an `onCancel`. Thread: any.
  public init(
    _ item: WorkItem, on queue: WorkQueue, priority: WorkPriority = .normal, descriptor: Int32?,
    onCancel: WorkItem? = nil
  ) {
    self.item = item
    self.queue = queue
    self.priority = priority
    self.descriptor = descriptor
    self.onCancel = onCancel
  }
}
