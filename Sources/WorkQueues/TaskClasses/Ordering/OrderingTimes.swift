// Control side.

/// How long the members of a thread ordering group may take together beyond a period.
public enum ThreadOrderingTimeout: Sendable, Equatable {
  /// Five periods.
  case fivePeriods
  /// A time in nanoseconds; 0 is five periods.
  case nanoseconds(Int64)
  /// As long as they want.
  case infinite
}

/// A group's period and time-out within the limits there are.
struct OrderingTimes: Sendable, Equatable {
  static let shortestNanoseconds: Int64 = 500_000
  /// Thirty-six years: sums of a few stay far from the end of the clock.
  static let longestNanoseconds = Int64.max / 8

  let periodNanoseconds: Int64
  /// nil for none.
  let timeoutNanoseconds: Int64?

  init(periodNanoseconds: Int64, timeout: ThreadOrderingTimeout) {
    let period = Self.limited(periodNanoseconds)
    self.periodNanoseconds = period
    timeoutNanoseconds =
      switch timeout {
      case .infinite: nil
      case .fivePeriods, .nanoseconds(0):
        Self.limited(period > Self.longestNanoseconds / 5 ? .max : 5 * period)
      case .nanoseconds(let nanoseconds): Self.limited(nanoseconds)
      }
  }

  private static func limited(_ nanoseconds: Int64) -> Int64 {
    min(max(nanoseconds, shortestNanoseconds), longestNanoseconds)
  }
}
