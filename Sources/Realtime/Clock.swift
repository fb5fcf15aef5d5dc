import CRealtime

/// CLOCK_MONOTONIC, the clock every deadline of a cycle is measured on.
public enum Clock {
  /// The time now, in nanoseconds.
  ///
  /// Thread: any. The corresponding C function is `clock_gettime`.
  @_noLocks
  public static func now() -> Int64 { rt_now_nanoseconds() }
}
