public import Synchronization

/// What a driver counts while it runs; written in the cycle, read anywhere.
public final class DriverCounters: Sendable {
  /// Creates counters at zero.
  public init() {}
  /// Periods performed.
  public let periods = Atomic<UInt64>(0)
  /// Periods that came too late for the device.
  public let xruns = Atomic<UInt64>(0)
  /// Xruns and other faults after which the device was started again.
  public let recoveries = Atomic<UInt64>(0)
  /// Periods another thread closed because the work of theirs took too long.
  public let rescues = Atomic<UInt64>(0)
  /// Threads that were lost in the callback when the driver was stopped.
  public let lostThreads = Atomic<Int>(0)
  /// Set once the device or server is gone and no more periods will come.
  public let isLost = Atomic<Bool>(false)
}
