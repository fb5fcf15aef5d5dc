import Foundation
import RoundTrip

/// What a cable does to a signal, computed.
struct Loop {
  /// Frames, whole or not.
  var delay = 0.0
  var gain: Float = 1
  var offset: Float = 0
  /// Peak of white noise that is added.
  var noise: Float = 0
  /// Taps of a symmetric low-pass filter, odd; its middle is no delay.
  var lowPassTaps = 1
  var seed: UInt64 = 1

  /// One repetition of `signal`, as it comes out.
  func pass(_ signal: TestSignal) -> [Float] {
    let kernel = convolve(fractionalDelay, lowPass)
    let middle = (kernel.count - 1) / 2
    let whole = Int(delay.rounded(.down))
    var random = SplitMix(state: seed)
    return (0..<signal.frames).map { frame in
      var sum = 0.0
      for (tap, weight) in kernel.enumerated() {
        let source = frame - whole + middle - tap
        guard source >= 0, source < signal.sweepFrames else { continue }
        sum += weight * Double(signal.samples[source])
      }
      return gain * Float(sum) + offset + noise * random.next()
    }
  }

  /// A sinc under a Blackman window.
  private var fractionalDelay: [Double] {
    let fraction = delay - delay.rounded(.down)
    guard fraction > 0 else { return [1] }
    let reach = 64
    return (-reach...reach).map { tap in
      let time = Double(tap) - fraction
      let angle = Double.pi * time / Double(reach + 1)
      let window = 0.42 + 0.5 * cos(angle) + 0.08 * cos(2 * angle)
      return sin(.pi * time) / (.pi * time) * window
    }
  }

  /// A low-pass filter at a tenth of the rate.
  private var lowPass: [Double] {
    let reach = lowPassTaps / 2
    let taps = (-reach...reach).map { tap in
      let angle = Double.pi * Double(tap) / Double(reach + 1)
      let sinc = tap == 0 ? 0.2 : sin(0.2 * .pi * Double(tap)) / (.pi * Double(tap))
      return sinc * (0.5 + 0.5 * cos(angle))
    }
    let sum = taps.reduce(0, +)
    return taps.map { $0 / sum }
  }

  private func convolve(_ one: [Double], _ other: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: one.count + other.count - 1)
    for (index, value) in one.enumerated() {
      for (offset, factor) in other.enumerated() { result[index + offset] += value * factor }
    }
    return result
  }
}

/// Numbers between -1 and 1 that look random.
struct SplitMix {
  var state: UInt64

  mutating func next() -> Float {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    value ^= value >> 31
    return Float(Int64(bitPattern: value) >> 40) / Float(1 << 23)
  }
}
