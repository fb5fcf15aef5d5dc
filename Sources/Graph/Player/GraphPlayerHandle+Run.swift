public import CRealtime
public import WorkQueues

extension GraphPlayerHandle {
  /// Runs the current plan for one period that no device asks for, the posted one if there is one.
  ///
  /// As `Executor.run` does, whose outcome it returns. Thread: cycle, one period at a time.
  @_noLocks
  @discardableResult
  public func run(
    _ period: UnsafePointer<rt_period>, queue: QueueHandle, workers: Int
  ) -> RunOutcome {
    let plan = unsafe GraphPlayerCore.next(core)
    return unsafe Executor.run(plan, period: period, queue: queue, workers: workers)
  }

  /// Opens a period of the current plan, the posted one if there is one.
  ///
  /// As `Executor.begin`, which the ticket's `Executor.perform` and `Executor.close` follow. Thread:
  /// cycle, one period at a time.
  @_noLocks
  public func begin(
    _ period: UnsafePointer<rt_period>, queue: QueueHandle, workers: Int,
    rising rise: inout HelperRise
  ) -> RunTicket {
    let plan = unsafe GraphPlayerCore.next(core)
    return unsafe Executor.begin(
      plan, period: period, queue: queue, workers: workers, rising: &rise)
  }
}
