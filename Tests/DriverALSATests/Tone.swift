import CRealtime
import Drivers
import Foundation
import Synchronization
import TestSupport

/// A callback that plays a sine.
final class Tone: @unchecked Sendable {
  let periods = Atomic<Int>(0)
  private let rate: Double
  private let frequency: Double

  init(frequency: Double, rate: Int) {
    self.frequency = frequency
    self.rate = Double(rate)
  }

  /// The sample of a frame.
  func sample(_ frame: Int) -> Float {
    let turns = (frequency * Double(frame) / rate).truncatingRemainder(dividingBy: 1)
    return Float(0.5 * sin(2 * .pi * turns))
  }

  /// Valid as long as the tone.
  var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        Unmanaged<Tone>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.play(period.pointee) }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func play(_ period: rt_period) {
    for channel in 0..<Int(period.playback_count) {
      for frame in 0..<Int(period.frames) {
        period.playback[channel]?[frame] = sample(Int(period.frame_time) + frame)
      }
    }
    periods.wrappingAdd(1, ordering: .releasing)
  }
}

/// A callback that measures the sine it captures, in stretches of so many frames.
final class ToneListener: @unchecked Sendable {
  /// What was captured in one stretch.
  struct Stretch {
    /// How much too low the pitch was, in parts per million.
    var partsPerMillion: Double
    var largestStep: Float
    /// The level of its quietest block, from 0 to 1.
    var lowestLevel: Double
  }

  let stretches = Locked<[Stretch]>([])
  let periods = Atomic<Int>(0)
  private let rate: Double
  private let stretchFrames: Int
  private var meter: PhaseMeter
  private var frames = 0
  private var lowestLevel = Double.infinity

  init(frequency: Double, rate: Int, stretchFrames: Int) {
    self.rate = Double(rate)
    self.stretchFrames = stretchFrames
    meter = PhaseMeter(frequency: frequency, blockFrames: rate / 20)
  }

  /// Valid as long as the listener.
  var callback: PeriodCallback {
    PeriodCallback(
      function: { context, period in
        guard let context, let period else { return }
        Unmanaged<ToneListener>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.listen(period.pointee)
        }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func listen(_ period: rt_period) {
    let count = Int(period.frames)
    if let samples = period.capture[0] {
      var largest: Float = 0
      for frame in 0..<count { largest = max(largest, samples[frame].magnitude) }
      // A period holds more than one turn of the sine.
      lowestLevel = min(lowestLevel, Double(largest))
      meter.take(
        samples, frames: count, at: Double(period.frame_time) / rate, frameSeconds: 1 / rate)
    }
    frames += count
    if frames >= stretchFrames { endStretch() }
    periods.wrappingAdd(1, ordering: .releasing)
  }

  private func endStretch() {
    let points = meter.latencies(from: 0, near: 0)
    let stretch = Stretch(
      partsPerMillion: PhaseMeter.partsPerMillion(points), largestStep: meter.largestStep,
      lowestLevel: lowestLevel)
    stretches.withLock { $0.append(stretch) }
    meter.restart()
    lowestLevel = .infinity
    frames = 0
  }

  /// Whether the last whole stretch was the sine and nothing else.
  func hearsWell(within partsPerMillion: Double) -> Bool {
    guard let last = stretches.withLock({ $0.last }) else { return false }
    let ownStep = 0.5 * 2 * .pi * meter.frequency / rate
    return last.partsPerMillion.magnitude < partsPerMillion && last.lowestLevel > 0.4
      && Double(last.largestStep) < ownStep * 1.1
  }
}
