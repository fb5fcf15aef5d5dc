// Code and data used in the cycle.

/// How long a device has been failing without a good period in between.
///
/// Time that the machine slept, or the process was stopped, is nobody's fault: of the time between
/// two restarts only so much counts as the longest wait there is.
struct Patience {
  private static var longestNanoseconds: Int64 { @_noLocks get { 5_000_000_000 } }
  private static var stepNanoseconds: Int64 { @_noLocks get { 2_000_000_000 } }
  /// Restarts in a row after which each next one waits a little.
  private static var quickRestarts: Int { @_noLocks get { 5 } }

  private var restarts = 0
  private var lastNanoseconds: Int64 = 0
  private var spentNanoseconds: Int64 = 0

  @_noLocks
  init() {}

  /// Notes that the device has to be restarted; false when it has been given time enough.
  @_noLocks
  mutating func allowsRestart(at nanoseconds: Int64) -> Bool {
    if restarts > 0 {
      spentNanoseconds += min(nanoseconds - lastNanoseconds, Self.stepNanoseconds)
    }
    restarts += 1
    lastNanoseconds = nanoseconds
    return spentNanoseconds < Self.longestNanoseconds
  }

  /// Whether to wait before the restart: several xruns in a row are a machine that is late.
  var isStrained: Bool { @_noLocks get { restarts > Self.quickRestarts } }

  /// Begins anew after a good period.
  @_noLocks
  mutating func restore() {
    restarts = 0
    spentNanoseconds = 0
  }
}
