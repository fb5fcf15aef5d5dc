import CRealtime
import Drivers
import Synchronization

/// Listens to what a driver plays.
///
/// Thread: the driver's own, and any for what was heard.
final class Listener: @unchecked Sendable {
  // Unchecked: `last` is the driver's thread's own.

  /// Samples of the first channel that were compared with what they should be.
  let compared = Atomic<Int>(0)
  /// Those that were something else.
  let touched = Atomic<Int>(0)
  private let largestStepMillionths = Atomic<Int>(0)
  private let tone: ToneNode
  private var last: Float?

  /// The first channel should play that tone.
  init(_ tone: ToneNode) { self.tone = tone }

  /// The largest step between neighbouring samples of the second channel.
  var largestStep: Double { Double(largestStepMillionths.load(ordering: .relaxed)) / 1e6 }

  /// Valid as long as this listener.
  var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue().hear(period.pointee)
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func hear(_ period: rt_period) {
    guard let first = period.playback[0], let second = period.playback[1] else { return }
    var wrong = 0
    for frame in 0..<Int(period.frames) {
      if first[frame] != tone.sample(at: period.frame_time + UInt64(frame)) { wrong += 1 }
      let step = (second[frame] - (last ?? second[frame])).magnitude
      largestStepMillionths.max(Int(step * 1e6), ordering: .relaxed)
      last = second[frame]
    }
    compared.wrappingAdd(Int(period.frames), ordering: .relaxed)
    touched.wrappingAdd(wrong, ordering: .relaxed)
  }
}
