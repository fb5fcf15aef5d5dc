import CRealtime
import Realtime

/// A moment on both clocks, so that ticks that were counted can be told in nanoseconds.
struct Moment: BitwiseCopyable {
  let nanoseconds: Int64
  let ticks: UInt64

  @_noLocks
  init(nanoseconds: Int64, ticks: UInt64) {
    self.nanoseconds = nanoseconds
    self.ticks = ticks
  }

  /// A time on CLOCK_MONOTONIC that is now.
  @_noLocks
  init(now nanoseconds: Int64) { self.init(nanoseconds: nanoseconds, ticks: rt_ticks()) }

  /// When `ticks` were counted, on CLOCK_MONOTONIC.
  @_noLocks
  func nanoseconds(at ticks: UInt64) -> Int64 {
    nanoseconds - rt_ticks_between(ticks, self.ticks)
  }
}
