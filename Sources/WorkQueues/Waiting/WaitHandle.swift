/// A joined descriptor as the cycle sees it: pointers, so that no reference is counted.
///
/// Valid as long as the platform it came from and the queue; after the end of the join it refuses.
@safe
public struct WaitHandle: BitwiseCopyable, @unchecked Sendable {
  let core: UnsafeMutablePointer<WaiterCore>
  let queue: QueueHandle
  let source: UInt32
  let ticket: UInt64

  @_noLocks
  init(
    _ core: UnsafeMutablePointer<WaiterCore>, queue: QueueHandle, source: UInt32, ticket: UInt64
  ) {
    unsafe self.core = unsafe core
    self.queue = queue
    self.source = source
    self.ticket = ticket
  }

  /// Puts an item into the queue once the descriptor is readable; nil when the waiter is full or the
  /// join has ended.
  ///
  /// `onCancel` is put in its place when it is cancelled. Thread: any. Never allocates; costs one
  /// system call, `epoll_ctl`.
  @_noLocks
  public func put(
    _ item: WorkItem, priority: WorkPriority = .normal, onCancel: WorkItem? = nil
  ) -> WaitingItemKey? {
    unsafe core.pointee.put(
      item, onCancel: onCancel, on: queue, priority: priority, source: source, joined: ticket)
  }

  /// Cancels an item; false when it was put into its queue, is about to be, or was cancelled before.
  ///
  /// Thread: any. Costs one system call, to wake the waiter's thread.
  @_noLocks
  public func cancel(_ key: WaitingItemKey) -> Bool { unsafe core.pointee.cancel(key) }
}
