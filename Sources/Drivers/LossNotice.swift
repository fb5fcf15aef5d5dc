// Code and data used in the cycle.
public import WorkQueues

/// An item that goes into a queue as soon as a driver is lost.
///
/// It keeps the queue: a server's thread may tell of a loss when the driver was left behind.
public final class LossNotice: Sendable {
  private let queue: WorkQueue
  private let handle: QueueHandle
  private let item: WorkItem
  private let owner: any AnyObject & Sendable

  /// Creates a notice; `owner` has what the item needs, and is kept.
  ///
  /// Thread: control.
  public init(_ item: WorkItem, of owner: any AnyObject & Sendable, on queue: WorkQueue) {
    self.item = item
    self.owner = owner
    self.queue = queue
    handle = queue.handle
  }

  /// Puts the item into the queue, unless that is closed or full.
  ///
  /// Thread: cycle.
  @_noLocks
  func post() { _ = handle.put(item, priority: .high) }
}
