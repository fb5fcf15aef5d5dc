import CRealtime

@testable import Signal

/// The filters of Robert Bristow-Johnson's Audio EQ Cookbook as they stand there: coefficients of a
/// direct form, in double precision.
struct CookbookFilter {
  var b: [Double]
  var a: [Double]
  private var inputs = [0.0, 0.0]
  private var outputs = [0.0, 0.0]

  init(_ shape: EqualizerShape, hertz: Double, decibels: Double, q: Double, rate: Double) {
    let w = 2 * Double.pi * hertz / rate
    let (c, s) = (rt_cos(w), rt_sin(w))
    let alpha = s / (2 * q)
    let gain = amplitude(decibels / 2)
    let root = 2 * rt_sqrt(gain) * alpha
    switch shape {
    case .peak:
      b = [1 + alpha * gain, -2 * c, 1 - alpha * gain]
      a = [1 + alpha / gain, -2 * c, 1 - alpha / gain]
    case .lowShelf, .highShelf:
      let c = shape == .lowShelf ? c : -c
      let (up, down) = (gain + 1, gain - 1)
      b = [
        gain * (up - down * c + root), 2 * gain * (down - up * c), gain * (up - down * c - root),
      ]
      a = [up + down * c + root, -2 * (down + up * c), up + down * c - root]
      if shape == .highShelf {
        b[1] = -b[1]
        a[1] = -a[1]
      }
    case .lowPass:
      b = [(1 - c) / 2, 1 - c, (1 - c) / 2]
      a = [1 + alpha, -2 * c, 1 - alpha]
    case .highPass:
      b = [(1 + c) / 2, -(1 + c), (1 + c) / 2]
      a = [1 + alpha, -2 * c, 1 - alpha]
    case .bandPass:
      b = [alpha, 0, -alpha]
      a = [1 + alpha, -2 * c, 1 - alpha]
    case .notch:
      b = [1, -2 * c, 1]
      a = [1 + alpha, -2 * c, 1 - alpha]
    case .allPass:
      b = [1 - alpha, -2 * c, 1 + alpha]
      a = [1 + alpha, -2 * c, 1 - alpha]
    }
  }

  /// Filters one sample, in direct form I.
  mutating func next(_ input: Double) -> Double {
    let forward = b[0] * input + b[1] * inputs[0] + b[2] * inputs[1]
    let output = (forward - a[1] * outputs[0] - a[2] * outputs[1]) / a[0]
    inputs = [input, inputs[0]]
    outputs = [output, outputs[0]]
    return output
  }

  /// The transfer function at a frequency in turns per frame.
  func response(turns: Double) -> (real: Double, imaginary: Double) {
    func polynomial(_ factors: [Double]) -> (real: Double, imaginary: Double) {
      var (real, imaginary) = (0.0, 0.0)
      for (power, factor) in factors.enumerated() {
        real += factor * rt_cos(2 * .pi * turns * Double(power))
        imaginary -= factor * rt_sin(2 * .pi * turns * Double(power))
      }
      return (real, imaginary)
    }
    let (top, bottom) = (polynomial(b), polynomial(a))
    let power = bottom.real * bottom.real + bottom.imaginary * bottom.imaginary
    return (
      (top.real * bottom.real + top.imaginary * bottom.imaginary) / power,
      (top.imaginary * bottom.real - top.real * bottom.imaginary) / power
    )
  }
}
