// Code used in the cycle.
public import CRealtime

extension PeriodCallback {
  /// Calls the function.
  ///
  /// Thread: cycle.
  @_noLocks
  public func perform(_ period: UnsafePointer<rt_period>) {
    rt_call_period(function, context, period)
  }
}
