import CRealtime
import Drivers
import Synchronization

/// A callback that copies capture to playback and notes every period.
final class PeriodLog: @unchecked Sendable {
  struct Entry: Equatable {
    var frames: Int
    var frameTime: UInt64
    var dueNanoseconds: Int64
  }

  /// Written in the callback, so that a test never races it: read after `stop`.
  let entries = Mutex<[Entry]>([])
  let count = Atomic<Int>(0)
  let delayNanoseconds = Atomic<Int64>(0)

  /// Valid as long as the log.
  var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        Unmanaged<PeriodLog>.fromOpaque(context).takeUnretainedValue().note(period.pointee)
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func note(_ period: rt_period) {
    for channel in 0..<Int(min(period.capture_count, period.playback_count)) {
      guard let capture = period.capture[channel], let playback = period.playback[channel] else {
        continue
      }
      playback.update(from: capture, count: Int(period.frames))
    }
    entries.withLock {
      $0.append(
        Entry(
          frames: Int(period.frames), frameTime: period.frame_time,
          dueNanoseconds: period.due_nanoseconds))
    }
    let delay = delayNanoseconds.exchange(0, ordering: .relaxed)
    if delay > 0 { _ = rt_sleep_until(rt_now_nanoseconds() + delay) }
    count.wrappingAdd(1, ordering: .releasing)
  }

  /// Waits for `count` periods in all; false when they did not come within twenty seconds.
  func waits(for expected: Int) -> Bool {
    let end = rt_now_nanoseconds() + 20_000_000_000
    while count.load(ordering: .acquiring) < expected {
      guard rt_now_nanoseconds() < end else { return false }
      _ = rt_sleep_until(rt_now_nanoseconds() + 1_000_000)
    }
    return true
  }
}
