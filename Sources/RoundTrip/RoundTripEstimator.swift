// Control side.
import Glibc
public import Signal

/// Finds a test signal in recordings, to a fraction of a frame.
///
/// What was recorded is divided by what was played, frequency by frequency; with the low ones
/// counting most, that is a single short pulse at the delay. Its place is found between the frames
/// by maximizing the very sum of frequencies that makes it up.
public final class RoundTripEstimator {
  /// What has to be played.
  public let signal: TestSignal
  private let transform: SpectralTransform
  /// What each frequency of a recording is multiplied by, conjugated.
  private let weights: [Complex]
  /// The sum of what each frequency counts.
  private let fullHeight: Double

  /// Creates an estimator.
  ///
  /// Throws when the library has no transform of that length. Thread: control.
  public init(_ signal: TestSignal, library: any TransformLibrary) throws(TransformError) {
    self.signal = signal
    transform = try SpectralTransform(frames: signal.frames, library: library)
    let played = transform.spectrum(of: signal.samples)
    let shares = played.indices.map { Self.share(of: $0, in: signal) }
    weights = zip(played, shares).map { value, share in
      share > 0
        ? Complex(
          real: share * value.real / value.power, imaginary: share * value.imaginary / value.power)
        : Complex(real: 0, imaginary: 0)
    }
    fullHeight = shares.reduce(0, +)
  }

  /// How much a frequency counts: most at 100 Hz, and nothing from 0.44 of the rate on.
  ///
  /// Below that there is hum, and what the sweep has little of.
  private static func share(of bin: Int, in signal: TestSignal) -> Double {
    let frequency = Double(bin) / Double(signal.frames)
    guard frequency * Double(signal.rate) >= 100, frequency < 0.44 else { return 0 }
    return pow(cos(.pi / 2 * frequency / 0.44), 2)
  }

  /// Finds the signal in a recording of one repetition; nil when it is not in there.
  ///
  /// `recording` begins with the frame that was captured together with the first one played, and
  /// is as long as the signal. Thread: control.
  public func estimate(_ recording: some Collection<Float>) -> RoundTripEstimate? {
    guard recording.allSatisfy(\.isFinite) else { return nil }
    let spectrum = zip(transform.spectrum(of: recording), weights).map { heard, played in
      // Multiplied by the conjugate.
      Complex(
        real: heard.real * played.real + heard.imaginary * played.imaginary,
        imaginary: heard.imaginary * played.real - heard.real * played.imaginary)
    }
    let pulse = Pulse(transform.samples(of: spectrum))
    guard let peak = pulse.peak, peak < signal.longestFrames else { return nil }
    let best = arrival(spectrum, near: Double(peak))
    let echo = pulse.secondPeak.map { arrival(spectrum, near: Double($0)) }
    return RoundTripEstimate(
      delayFrames: best.delay,
      gainDecibels: 20 * log10(abs(best.height) / fullHeight),
      isInverted: best.height < 0,
      isClipped: recording.contains { abs($0) >= 0.999 },
      echo: echo.map { echo in
        .init(
          delayFrames: echo.delay, decibelsBelow: 20 * log10(abs(best.height / echo.height)))
      })
  }

  /// Where the pulse is highest, and how high it is there, by Newton's method from a frame nearby.
  private func arrival(
    _ spectrum: [Complex], near start: Double
  ) -> (delay: Double, height: Double) {
    var delay = start
    for _ in 0..<20 {
      let (_, slope, bend) = height(spectrum, at: delay)
      guard bend != 0 else { break }
      let step = max(-0.5, min(0.5, -slope / bend))
      delay += step
      guard abs(step) > 1e-7 else { break }
    }
    return (delay, height(spectrum, at: delay).height)
  }

  /// The pulse between the frames, with its first and second derivative.
  private func height(
    _ spectrum: [Complex], at delay: Double
  ) -> (height: Double, slope: Double, bend: Double) {
    var (height, slope, bend) = (0.0, 0.0, 0.0)
    for (bin, value) in spectrum.enumerated() where value.power > 0 {
      let frequency = 2 * Double.pi * Double(bin) / Double(signal.frames)
      let (cosine, sine) = (cos(frequency * delay), sin(frequency * delay))
      let along = value.real * cosine - value.imaginary * sine
      let across = value.real * sine + value.imaginary * cosine
      height += along
      slope -= frequency * across
      bend -= frequency * frequency * along
    }
    return (height, slope, bend)
  }
}
