import CRealtime

/// Whether the kernel has an alarm that goes off in time, which PREEMPT_RT has not.
public enum KernelAlarm {
  /// False where an understudy has to wake up by itself.
  public static let exists: Bool = {
    let alarm = rt_alarm_create()
    if alarm >= 0 { rt_alarm_destroy(alarm) }
    return alarm >= 0
  }()
}
