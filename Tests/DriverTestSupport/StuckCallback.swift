import CRealtime
package import Drivers
package import Synchronization

/// A callback that stays in one period until it is released, and plays 1 in each it completes.
package final class StuckCallback: @unchecked Sendable {
  /// The period, counted from 0, whose work is stuck; -1 for none.
  package let stuckPeriod = Atomic<Int>(-1)
  package let stuckNanoseconds = Atomic<Int64>(.max)
  package let isReleased = Atomic<Bool>(false)
  package let periods = Atomic<Int>(0)
  package let closed = Atomic<Int>(0)
  package let closedLate = Atomic<Int>(0)
  package let returned = Atomic<Int>(0)
  /// Periods whose frame time was not that of the one before plus its frames.
  package let gaps = Atomic<Int>(0)
  private let nextFrame = Atomic<UInt64>(0)

  package init() {}

  /// Valid for ever: a thread may be in it when the test has ended.
  package var callback: PeriodCallback {
    PeriodCallback(
      function: { context, _ in StuckCallback.of(context).work() },
      close: { StuckCallback.of($0).close($1, isComplete: $2) },
      context: Unmanaged.passRetained(self).toOpaque())
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> StuckCallback {
    guard let context else { preconditionFailure("a callback without its context") }
    return Unmanaged<StuckCallback>.fromOpaque(context).takeUnretainedValue()
  }

  private func work() {
    let period = periods.wrappingAdd(1, ordering: .relaxed).oldValue
    guard period == stuckPeriod.load(ordering: .relaxed) else { return }
    let limit = stuckNanoseconds.load(ordering: .relaxed)
    let begin = rt_now_nanoseconds()
    while !isReleased.load(ordering: .acquiring), rt_now_nanoseconds() - begin < limit {
      _ = rt_sleep_until(rt_now_nanoseconds() + 200_000)
    }
    returned.wrappingAdd(1, ordering: .releasing)
  }

  private func close(_ period: UnsafePointer<rt_period>?, isComplete: Bool) {
    guard let period else { return }
    let frame = period.pointee.frame_time
    let expected = nextFrame.exchange(
      frame + UInt64(period.pointee.frames), ordering: .relaxed)
    if expected != frame { gaps.wrappingAdd(1, ordering: .relaxed) }
    for channel in 0..<Int(period.pointee.playback_count) {
      period.pointee.playback[channel]?.update(
        repeating: isComplete ? 1 : 0, count: Int(period.pointee.frames))
    }
    if !isComplete { closedLate.wrappingAdd(1, ordering: .relaxed) }
    closed.wrappingAdd(1, ordering: .releasing)
  }

  /// Whether so many periods were closed within twenty seconds.
  package func closes(_ expected: Int) -> Bool {
    let end = rt_now_nanoseconds() + 20_000_000_000
    while closed.load(ordering: .acquiring) < expected {
      guard rt_now_nanoseconds() < end else { return false }
      _ = rt_sleep_until(rt_now_nanoseconds() + 1_000_000)
    }
    return true
  }
}
