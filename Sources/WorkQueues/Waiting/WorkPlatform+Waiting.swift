// Control side.

extension WorkPlatform {
  /// Puts an item into a queue, once, as soon as a descriptor is readable.
  ///
  /// Any descriptor that epoll takes will do: eventfd, timerfd, socket, pipe, PCM. Readable, hung up
  /// and broken are the same here; nothing is read. Without a descriptor the item waits until
  /// cancelled. The descriptor is duplicated, so that the caller may close it, and several items may
  /// wait on one. `onCancel` is put in place of `item` when that is cancelled, be it by
  /// `cancelWaiting`, because the queue closes or because the platform shuts down.
  ///
  /// Throws `full`, `closed`, `badDescriptor` for a descriptor that is not open or always ready,
  /// such as a regular file's, and `noResources`. Thread: any. The corresponding C function is
  /// `RtwqPutWaitingWorkItem`.
  @discardableResult
  public func putWaiting(
    _ item: WorkItem, on queue: WorkQueue, priority: WorkPriority = .normal, descriptor: Int32?,
    onCancel: WorkItem? = nil
  ) throws(WorkQueueError) -> WaitingItemKey {
    try putWaiting([
      WaitingItem(
        item, on: queue, priority: priority, descriptor: descriptor, onCancel: onCancel)
    ])[0]
  }

  /// Puts several waiting items, all or none, and returns their keys in the same order.
  ///
  /// The queues are this platform's. Throws as for a single one; then no item waits. Thread: any.
  /// The corresponding C function is `RtwqPutMultipleWaitingWorkItem`.
  @discardableResult
  public func putWaiting(_ items: [WaitingItem]) throws(WorkQueueError) -> [WaitingItemKey] {
    precondition(items.allSatisfy { $0.queue.waiter === waiter }, "another platform's queue")
    return try waiter.put(items)
  }

  /// Cancels a waiting item; false when it was put into its queue, is about to be, or was cancelled
  /// before.
  ///
  /// After true its `onCancel` is put into its queue in its place; exactly one of the two is
  /// performed. Thread: any. The corresponding C function is `RtwqCancelWorkItem`.
  @discardableResult
  public func cancelWaiting(_ key: WaitingItemKey) -> Bool { waiter.cancel([key])[0] }

  /// Cancels several waiting items; tells of each, in the same order, as for a single one.
  ///
  /// Thread: any. The corresponding C function is `RtwqCancelMultipleWaitingWorkItem`.
  @discardableResult
  public func cancelWaiting(_ keys: [WaitingItemKey]) -> [Bool] { waiter.cancel(keys) }
}

extension WorkQueue {
  /// Lets all that waits on a descriptor, through what this returns, come to this queue.
  ///
  /// The descriptor stays registered between waits, so that a wait costs one system call and may be
  /// put from a cycle. It is duplicated; the caller may close its own. Throws `joined` when it is
  /// joined to another queue, `closed`, `badDescriptor`, `full` or `noResources`. Thread: control.
  /// The corresponding C function is `RtwqJoinWorkQueue`.
  public func join(_ descriptor: Int32) throws(WorkQueueError) -> JoinedDescriptor {
    try waiter.join(descriptor, to: self)
  }
}
