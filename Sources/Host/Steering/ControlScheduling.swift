import CRealtime

/// How the threads are scheduled that answer those who steer the host.
///
/// Below all audio, but before whatever else the machine does: a host that uses nearly all of a period
/// leaves little to ordinary threads.
public enum ControlScheduling {
  private static let nice: Int32 = -11

  /// Raises the calling thread; where that is not allowed, it stays as it is.
  public static func rise() { _ = rt_set_nice(0, nice) }
}
