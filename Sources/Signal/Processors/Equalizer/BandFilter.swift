import CRealtime

/// A filter of the second order as a state-variable filter with trapezoidal integrators: two rates,
/// and how much of input, band and low pass make the output.
///
/// It has the transfer functions of the Audio EQ Cookbook (R. Bristow-Johnson), by the formulas of
/// A. Simper, "Linear Trapezoidal Integrated State Variable Filter". For any `g` and `k` above 0 it
/// is stable, also while they move: that is why the coefficients may go straight from one filter to
/// another.
struct BandFilter: BitwiseCopyable {
  var g: Double
  var k: Double
  var input: Double
  var band: Double
  var low: Double

  @_noLocks
  init(g: Double, k: Double, input: Double, band: Double, low: Double) {
    self.g = g
    self.k = k
    self.input = input
    self.band = band
    self.low = low
  }

  /// Whether it lets everything pass as it is.
  var isNeutral: Bool { @_noLocks get { input == 1 && band == 0 && low == 0 } }

  /// The filter a share of the way further towards another.
  @_noLocks
  func moved(_ share: Double, towards end: BandFilter) -> BandFilter {
    BandFilter(
      g: g + (end.g - g) * share, k: k + (end.k - k) * share,
      input: input + (end.input - input) * share, band: band + (end.band - band) * share,
      low: low + (end.low - low) * share)
  }

  /// The same filter with no effect.
  @_noLocks
  func neutralized() -> BandFilter { BandFilter(g: g, k: k, input: 1, band: 0, low: 0) }
}

extension BandFilter {
  /// A filter of one of the shapes, by its number; `frequency` in turns per frame, below 0.5.
  @_noLocks
  init(shape: Int, frequency: Double, decibels: Double, q: Double) {
    // The square root of the gain: exactly 1 for 0 dB, so that such a band is neutral.
    let a = rt_exp(decibels * 0.057_564_627_324_851_14)
    let g = rt_tan(.pi * frequency)
    let k = 1 / q
    switch shape {
    case 0: self.init(g: g, k: k / a, input: 1, band: k / a * (a * a - 1), low: 0)
    case 1: self.init(g: g / rt_sqrt(a), k: k, input: 1, band: k * (a - 1), low: a * a - 1)
    case 2:
      self.init(g: g * rt_sqrt(a), k: k, input: a * a, band: k * (1 - a) * a, low: 1 - a * a)
    case 3: self.init(g: g, k: k, input: 0, band: 0, low: 1)
    case 4: self.init(g: g, k: k, input: 1, band: -k, low: -1)
    case 5: self.init(g: g, k: k, input: 0, band: k, low: 0)
    case 6: self.init(g: g, k: k, input: 1, band: -k, low: 0)
    default: self.init(g: g, k: k, input: 1, band: -2 * k, low: 0)
    }
  }
}

/// What a filter remembers of one channel.
struct BandState: BitwiseCopyable {
  private var first: Double = 0
  private var second: Double = 0

  @_noLocks
  init() {}

  @_noLocks
  mutating func next(_ sample: Double, _ filter: BandFilter) -> Double {
    let g = filter.g
    let a1 = 1 / (1 + g * (g + filter.k))
    return next(sample, filter, a1, g * a1, g * g * a1)
  }

  /// The next sample, with the factors that are the same for each frame at rest.
  @_noLocks
  mutating func next(
    _ sample: Double, _ filter: BandFilter, _ a1: Double, _ a2: Double, _ a3: Double
  ) -> Double {
    let rest = sample - second
    let band = a1 * first + a2 * rest
    let low = second + a2 * first + a3 * rest
    first = 2 * band - first
    second = 2 * low - second
    return filter.input * sample + filter.band * band + filter.low * low
  }
}
