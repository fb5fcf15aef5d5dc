import CRealtime
import Drivers
import Synchronization

/// A callback that plays a known signal and keeps what it captures.
final class SignalSource: @unchecked Sendable {
  let periods = Atomic<Int>(0)
  /// How long the next period takes; then 0 again.
  let delayNanoseconds = Atomic<Int64>(0)
  let captured = Mutex<[[Float]]>([])

  /// The sample of `channel` at `frame`: every one different, and beyond full scale now and then.
  static func sample(_ frame: Int, channel: Int) -> Float {
    let step = Float((frame &* 7_919 + channel &* 104_729) % 20_011) / 10_005.5 - 1
    return step * 1.05
  }

  /// Valid as long as the source.
  var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        Unmanaged<SignalSource>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.perform(period.pointee)
        }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func perform(_ period: rt_period) {
    for channel in 0..<Int(period.playback_count) {
      for frame in 0..<Int(period.frames) {
        period.playback[channel]?[frame] =
          Self.sample(Int(period.frame_time) + frame, channel: channel)
      }
    }
    captured.withLock { captured in
      while captured.count < Int(period.capture_count) { captured.append([]) }
      for channel in captured.indices {
        captured[channel] += UnsafeBufferPointer(
          start: period.capture[channel], count: Int(period.frames))
      }
    }
    let delay = delayNanoseconds.exchange(0, ordering: .relaxed)
    if delay > 0 { _ = rt_sleep_until(rt_now_nanoseconds() + delay) }
    periods.wrappingAdd(1, ordering: .releasing)
  }

  var periodCount: Int { periods.load(ordering: .acquiring) }

  /// The first `frames` frames as they should be on their way to a card.
  static func encoded(frames: Int, channels: Int, _ encode: (Float) -> [UInt8]) -> [UInt8] {
    (0..<frames).flatMap { frame in
      (0..<channels).flatMap { encode(sample(frame, channel: $0)) }
    }
  }
}
