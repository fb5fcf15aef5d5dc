// Code and data used in the cycle.
import CRealtime
import Realtime

/// The moments at which periods are due on the system's clock.
///
/// The n-th deadline is computed from n, so that rounding never adds up: after a day the grid is
/// where the rate says, to the nanosecond.
public struct PeriodGrid {
  private let rate: Int64
  private let periodFrames: Int64
  private let periodNanoseconds: Int64
  private var startNanoseconds: Int64 = 0
  /// The period waited for; 0 before the start.
  private var index: Int64 = 0

  /// Creates a grid that starts with the first `sleep`.
  ///
  /// Thread: any.
  @_noLocks
  public init(rate: Int, periodFrames: Int) {
    self.rate = Int64(rate)
    self.periodFrames = Int64(periodFrames)
    periodNanoseconds = (Int64(periodFrames) * 1_000_000_000 + Int64(rate) - 1) / Int64(rate)
  }

  /// When the period waited for is due, in nanoseconds on CLOCK_MONOTONIC.
  ///
  /// Thread: cycle.
  public var dueNanoseconds: Int64 {
    @_noLocks
    get {
      let frames = index * periodFrames
      return startNanoseconds + frames / rate * 1_000_000_000
        + frames % rate * 1_000_000_000 / rate
    }
  }

  /// Goes on to the next period and sleeps until it is due.
  ///
  /// False when the sleep was interrupted: call `resumeSleep` then. Thread: cycle.
  @_noLocks
  public mutating func sleep() -> Bool {
    if index == 0 { startNanoseconds = Clock.now() }
    index += 1
    return resumeSleep()
  }

  /// Sleeps until the period waited for is due; false when interrupted.
  ///
  /// Thread: cycle.
  @_noLocks
  public func resumeSleep() -> Bool { rt_sleep_until(dueNanoseconds) == 0 }

  /// Leaves out the periods that can no longer be met; returns whether there were any.
  ///
  /// A wake that is at most `periods` periods late is caught up with, as a card's buffer of so
  /// many periods allows. Any later, and the grid goes on with the latest period that is due, so
  /// that there never is a longer burst. Thread: cycle.
  @_noLocks
  public mutating func skipMissed(tolerating periods: Int) -> Bool {
    let missed = (Clock.now() - dueNanoseconds) / periodNanoseconds
    guard missed >= Int64(periods), missed > 0 else { return false }
    index += missed
    return true
  }

  /// Begins anew with the next `sleep`.
  ///
  /// Thread: cycle.
  @_noLocks
  public mutating func restart() { index = 0 }
}
