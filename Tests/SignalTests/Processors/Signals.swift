import CRealtime

/// A sine of some frames.
func sine(_ frames: Int, hertz: Double, rate: Double = 48_000, amplitude: Double = 1) -> [Float] {
  (0..<frames).map { Float(amplitude * rt_sin(Double($0) * hertz / rate * 2 * .pi)) }
}

/// The largest step between neighbouring samples.
func largestStep(_ samples: [Float]) -> Float {
  zip(samples, samples.dropFirst()).map { abs($1 - $0) }.max() ?? 0
}

/// The samples' bits, so that zeros of both signs and what is not a number can be told apart.
func bits(_ channels: [[Float]]) -> [[UInt32]] { channels.map { $0.map(\.bitPattern) } }

/// The amplitude of one frequency, in turns per frame, and the phase's cosine and sine parts.
func spectrum(_ samples: [Float], turns: Double) -> (real: Double, imaginary: Double) {
  var (real, imaginary) = (0.0, 0.0)
  for (frame, sample) in samples.enumerated() where sample != 0 {
    let angle = (Double(frame) * turns).truncatingRemainder(dividingBy: 1) * 2 * .pi
    real += Double(sample) * rt_cos(angle)
    imaginary -= Double(sample) * rt_sin(angle)
  }
  return (real, imaginary)
}

/// Decibels of an amplitude.
func decibels(_ amplitude: Double) -> Double { 20 * rt_log(amplitude) / rt_log(10) }

/// The amplitude of some decibels.
func amplitude(_ decibels: Double) -> Double { rt_exp(decibels * rt_log(10) / 20) }
