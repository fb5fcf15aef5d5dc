import CRealtime
import Realtime

/// A moment on both clocks, so that ticks that were counted can be told in nanoseconds.
struct Moment: BitwiseCopyable {
  let nanoseconds: Int64
  let ticks: UInt64

  /// Now: of a few looks at both clocks the one least interrupted.
  @_noLocks
  init() {
    var shortest = UInt64.max
    var (nanoseconds, ticks) = (Int64(0), UInt64(0))
    for _ in 0..<4 where shortest > Self.undisturbedTicks {
      let before = rt_ticks()
      let now = Clock.now()
      let taken = rt_ticks() &- before
      guard taken < shortest else { continue }
      shortest = taken
      nanoseconds = now
      ticks = before &+ taken / 2
    }
    self.nanoseconds = nanoseconds
    self.ticks = ticks
  }

  /// More than a look at the clock takes, and less than an interruption.
  private static var undisturbedTicks: UInt64 { @_noLocks get { 1000 } }

  /// When `ticks` were counted, on CLOCK_MONOTONIC.
  @_noLocks
  func nanoseconds(at ticks: UInt64) -> Int64 {
    rt_time_of_ticks(ticks, self.ticks, nanoseconds)
  }
}
