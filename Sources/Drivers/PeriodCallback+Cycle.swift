// Code used in the cycle.
public import CRealtime
import WorkQueues

extension PeriodCallback {
  /// Calls the function between what opens and what closes the period.
  ///
  /// Thread: cycle.
  @_noLocks
  public func perform(_ period: UnsafePointer<rt_period>) {
    var own = period.pointee
    if let open { rt_call_open(open, context, &own) }
    rt_call_period(function, context, &own)
    if let close { rt_call_close(close, context, &own, true) }
  }
}
