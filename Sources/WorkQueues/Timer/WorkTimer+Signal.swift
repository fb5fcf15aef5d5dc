// Control side.
import Realtime
import Synchronization

extension WorkTimer {
  /// Has the timer's thread itself perform an item once, `delayNanoseconds` from now.
  ///
  /// Only for items that take less than 50 µs and do no more than wake somebody, since everything
  /// else that is due waits for them. 0 or less is now. It is cancelled like other scheduled items.
  /// Throws `full`, or `closed` once the timer was stopped. Thread: any. The corresponding C
  /// function is `RtwqScheduleWorkItem`, of a callback with the flag MFASYNC_SIGNAL_CALLBACK.
  @discardableResult
  public func scheduleSignal(
    _ item: WorkItem, delayNanoseconds: Int64
  ) throws(WorkQueueError) -> ScheduledItemKey {
    let delay = min(max(0, delayNanoseconds), TimerCore.longestNanoseconds)
    return try add(item, on: nil, priority: .high, delay: delay, interval: 0)
  }
}

extension TimerHandle {
  /// Has the timer's thread itself perform an item once, at a time on CLOCK_MONOTONIC; nil when the
  /// timer is full.
  ///
  /// Only for items that take less than 50 µs and do no more than wake somebody. Thread: any. Costs
  /// one system call, to wake the timer's thread.
  @_noLocks
  public func scheduleSignal(_ item: WorkItem, dueNanoseconds: Int64) -> ScheduledItemKey? {
    unsafe core.pointee.schedule(
      item, on: nil, priority: .high, dueNanoseconds: dueNanoseconds, intervalNanoseconds: 0)
  }
}
