// Code used in the cycle.
public import CRealtime
import WorkQueues

extension PeriodCallback {
  /// Calls the function, and what closes the period.
  ///
  /// Thread: cycle.
  @_noLocks
  public func perform(_ period: UnsafePointer<rt_period>) {
    rt_call_period(function, context, period)
    if let close { rt_call_close(close, context, period, true) }
  }
}
