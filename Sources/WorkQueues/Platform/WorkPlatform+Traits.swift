// Control side.
import Realtime
import Synchronization

extension WorkPlatform {
  /// Puts an item into one of the queues every platform has.
  ///
  /// Throws as the put into any queue does, and `noResources` when the queue cannot be made.
  public func put(
    _ item: WorkItem, to which: PlatformQueue, priority: WorkPriority = .normal,
    traits: WorkTraits = []
  ) throws(WorkQueueError) {
    try put(item, to: queue(which), priority: priority, traits: traits)
  }

  /// Puts an item that says something about itself into a queue.
  ///
  /// Throws `invalidQueue` when the queue is not for such items, `full` or `closed`; the item was
  /// not taken then. Allocates for a blocking item. Thread: control. The corresponding C function
  /// is `RtwqInvokeCallback`.
  public func put(
    _ item: WorkItem, to queue: WorkQueue, priority: WorkPriority = .normal,
    traits: WorkTraits = []
  ) throws(WorkQueueError) {
    try check(traits, for: queue)
    if traits.contains(.blocking) {
      try BlockingItem.put(item, into: queue, priority: priority)
    } else {
      try queue.put(item, priority: priority)
    }
  }

  private func check(_ traits: WorkTraits, for queue: WorkQueue) throws(WorkQueueError) {
    if traits.isFast {
      if traits.contains(.blocking) {
        throw WorkQueueError(.invalidQueue, "no queue is for items that are fast and blocking")
      }
      guard isForFastItems(queue) else {
        throw WorkQueueError(
          .invalidQueue, "fast items go to the queues io and timer, not to \(queue.name)")
      }
    }
    if traits.contains(.reply), queue.kind != .serial {
      throw WorkQueueError(
        .invalidQueue, "items that reply go to serial queues, which \(queue.name) is not")
    }
  }

  private func isForFastItems(_ queue: WorkQueue) -> Bool {
    platformQueues.withLock { state in
      state.queues[.io] === queue || state.queues[.timer] === queue
    }
  }
}

/// A blocking item, and the queue that is one of long-running work until it has returned.
private final class BlockingItem: Sendable {
  private let item: WorkItem
  private let queue: WorkQueue

  private init(_ item: WorkItem, in queue: WorkQueue) {
    self.item = item
    self.queue = queue
    queue.beginBlocking()
  }

  deinit { queue.endBlocking() }

  static func put(
    _ item: WorkItem, into queue: WorkQueue, priority: WorkPriority
  ) throws(WorkQueueError) {
    let retained = unsafe Unmanaged.passRetained(BlockingItem(item, in: queue))
    let around = unsafe WorkItem(
      { context in
        guard let context = unsafe context else { return }
        let blocking = unsafe Unmanaged<BlockingItem>.fromOpaque(context).takeRetainedValue()
        // Its end is that of the blocking.
        withExtendedLifetime(blocking) { blocking.item.perform() }
      }, context: retained.toOpaque())
    do throws(WorkQueueError) {
      try queue.put(around, priority: priority)
    } catch {
      unsafe retained.release()
      throw error
    }
  }
}

extension WorkQueue {
  /// Blocking items that wait in the queue or are being performed.
  public var blockingItems: Int { unsafe core.pointee.blocking.load(ordering: .relaxed) }

  fileprivate func beginBlocking() {
    unsafe core.pointee.blocking.wrappingAdd(1, ordering: .relaxed)
    setLongRunning(true)
  }

  fileprivate func endBlocking() {
    unsafe core.pointee.blocking.wrappingSubtract(1, ordering: .relaxed)
    setLongRunning(false)
  }
}
