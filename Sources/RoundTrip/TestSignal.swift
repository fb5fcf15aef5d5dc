// Control side.
import Glibc

/// What is played to be found again: a sweep from low to high, and silence after it.
///
/// All frequencies are equally strong in it, and it is hardly louder at its peak than on average.
public struct TestSignal: Sendable {
  /// One repetition.
  public let samples: [Float]
  /// Frames of the sweep; the rest is silence.
  public let sweepFrames: Int
  /// Frames per second.
  public let rate: Int

  /// Frames of one repetition, a power of two.
  public var frames: Int { samples.count }
  /// The longest delay that can be told.
  public var longestFrames: Int { frames - sweepFrames }

  /// Creates a signal for delays of up to `longestFrames`, with its peak at `level`, from 0 to 1.
  ///
  /// Thread: control.
  public init(rate: Int, longestFrames: Int, level: Double) {
    let sweepFrames = max(1024, Self.powerOfTwo(atLeast: rate / 16))
    let frames = Self.powerOfTwo(atLeast: sweepFrames + longestFrames)
    self.rate = rate
    self.sweepFrames = sweepFrames
    samples = (0..<frames).map { frame in
      frame < sweepFrames ? Float(level * Self.sweep(frame, of: sweepFrames)) : 0
    }
  }

  /// A linear sweep over nearly the whole band, with soft ends.
  private static func sweep(_ frame: Int, of frames: Int) -> Double {
    let time = Double(frame) / Double(frames)
    let (low, high) = (0.001, 0.48)
    let cycles = Double(frames) * (low * time + (high - low) * time * time / 2)
    let edge = 1.0 / 16
    let distance = min(time, 1 - time)
    let gain = distance < edge ? pow(sin(.pi / 2 * distance / edge), 2) : 1
    return gain * sin(2 * .pi * cycles)
  }

  private static func powerOfTwo(atLeast count: Int) -> Int {
    var power = 1
    while power < count { power *= 2 }
    return power
  }
}
