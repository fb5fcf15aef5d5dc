/// The timer as the cycle sees it: a pointer, so that no reference is counted.
///
/// Valid as long as the `WorkTimer` it came from.
@safe
public struct TimerHandle: BitwiseCopyable, @unchecked Sendable {
  let core: UnsafeMutablePointer<TimerCore>

  @_noLocks
  init(_ core: UnsafeMutablePointer<TimerCore>) { unsafe self.core = unsafe core }

  /// Performs an item once, at a time on CLOCK_MONOTONIC; nil when the timer is full.
  ///
  /// Thread: any. Costs one system call, to wake the timer's thread.
  @_noLocks
  public func schedule(
    _ item: WorkItem, on queue: QueueHandle, priority: WorkPriority = .normal,
    dueNanoseconds: Int64
  ) -> ScheduledItemKey? {
    unsafe core.pointee.schedule(
      item, on: queue, priority: priority, dueNanoseconds: dueNanoseconds, intervalNanoseconds: 0)
  }

  /// Cancels an item; false when it was performed, is about to be, or was cancelled before.
  ///
  /// After true a periodic item may still be handed over for a last time, if that had begun;
  /// `WorkTimer.cancel` waits for that. Thread: any.
  @_noLocks
  public func cancel(_ key: ScheduledItemKey) -> Bool { unsafe core.pointee.cancel(key) }
}
