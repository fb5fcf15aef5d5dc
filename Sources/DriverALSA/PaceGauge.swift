// Code and data used in the cycle.

/// Finds out whether a PCM has a clock of its own.
///
/// Looks at stretches of more periods than the PCM's buffer holds: a card cannot give those faster
/// than it plays, however late the driver was before.
struct PaceGauge {
  private let stretch: Int
  private let stretchNanoseconds: Int64
  private var count = 0
  private var beganNanoseconds: Int64 = 0

  @_noLocks
  init(rate: Int, periodFrames: Int, periods: Int) {
    stretch = 2 * periods + 8
    stretchNanoseconds = Int64(stretch * periodFrames) * 1_000_000_000 / Int64(rate)
  }

  /// Notes a period; true when a whole stretch came in less than a tenth of its time.
  @_noLocks
  mutating func isTooFast(at nanoseconds: Int64) -> Bool {
    if count == 0 { beganNanoseconds = nanoseconds }
    count += 1
    guard count > stretch else { return false }
    count = 0
    return (nanoseconds - beganNanoseconds) * 10 < stretchNanoseconds
  }

  /// Begins anew, after the PCM was started again.
  @_noLocks
  mutating func restart() { count = 0 }
}
