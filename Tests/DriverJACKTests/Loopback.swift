import CRealtime
import Drivers
import Synchronization

/// A callback that copies capture to playback and notes how long periods were.
final class Loopback: @unchecked Sendable {
  let periods = Atomic<Int>(0)
  let longest = Atomic<Int>(0)
  let shortest = Atomic<Int>(.max)
  let frames = Atomic<UInt64>(0)
  /// Periods whose frame time was not the sum of those before.
  let gaps = Atomic<Int>(0)

  /// Valid as long as the loop-back.
  var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        Unmanaged<Loopback>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.perform(period.pointee)
        }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func perform(_ period: rt_period) {
    for channel in 0..<Int(min(period.capture_count, period.playback_count)) {
      guard let capture = period.capture[channel], let playback = period.playback[channel] else {
        continue
      }
      playback.update(from: capture, count: Int(period.frames))
    }
    if frames.load(ordering: .relaxed) != period.frame_time {
      gaps.wrappingAdd(1, ordering: .relaxed)
    }
    frames.wrappingAdd(UInt64(period.frames), ordering: .relaxed)
    longest.max(Int(period.frames), ordering: .relaxed)
    shortest.min(Int(period.frames), ordering: .relaxed)
    periods.wrappingAdd(1, ordering: .releasing)
  }
}
