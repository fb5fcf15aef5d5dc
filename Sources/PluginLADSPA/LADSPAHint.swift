import CLADSPA
import Glibc
import Plugins

/// What a LADSPA port says about its values.
struct LADSPAHint {
  init(_ hint: LADSPA_PortRangeHint) {
    bits = hint.HintDescriptor
    lower = bits & LADSPA_HINT_BOUNDED_BELOW != 0 ? hint.LowerBound : nil
    upper = bits & LADSPA_HINT_BOUNDED_ABOVE != 0 ? hint.UpperBound : nil
  }

  /// Smallest value, unscaled.
  let lower: Float?
  /// Largest value, unscaled.
  let upper: Float?

  var isToggled: Bool { bits & LADSPA_HINT_TOGGLED != 0 }
  var isRateScaled: Bool { bits & LADSPA_HINT_SAMPLE_RATE != 0 }
  var isLogarithmic: Bool { bits & LADSPA_HINT_LOGARITHMIC != 0 }
  var isInteger: Bool { bits & LADSPA_HINT_INTEGER != 0 }

  /// Whether the default is a number of its own and not a place between the bounds.
  var isDefaultAbsolute: Bool { absoluteDefault != nil }

  /// The default by the formulas of `ladspa.h`, its bounds multiplied by `scale`.
  func defaultValue(scale: Float) -> Float? {
    guard let value = absoluteDefault ?? boundedDefault.map({ $0 * scale }) else { return nil }
    return isInteger ? value.rounded() : value
  }

  /// What a port starts with: its default, else the value next to 0 that its bounds allow.
  func startValue(rate: Int) -> Float {
    let scale = isRateScaled ? Float(rate) : 1
    if let value = defaultValue(scale: scale) { return value }
    return max(lower.map { $0 * scale } ?? 0, min(upper.map { $0 * scale } ?? 0, 0))
  }

  private let bits: LADSPA_PortRangeHintDescriptor

  private var absoluteDefault: Float? {
    switch bits & LADSPA_HINT_DEFAULT_MASK {
    case LADSPA_HINT_DEFAULT_0: 0
    case LADSPA_HINT_DEFAULT_1: 1
    case LADSPA_HINT_DEFAULT_100: 100
    case LADSPA_HINT_DEFAULT_440: 440
    default: nil
    }
  }

  private var boundedDefault: Float? {
    switch bits & LADSPA_HINT_DEFAULT_MASK {
    case LADSPA_HINT_DEFAULT_MINIMUM: lower
    case LADSPA_HINT_DEFAULT_LOW: between(0.25)
    case LADSPA_HINT_DEFAULT_MIDDLE: between(0.5)
    case LADSPA_HINT_DEFAULT_HIGH: between(0.75)
    case LADSPA_HINT_DEFAULT_MAXIMUM: upper
    default: nil
    }
  }

  /// The value `part` of the way from the lower to the upper bound, on the port's own scale.
  private func between(_ part: Double) -> Float? {
    guard let lower = lower.map(Double.init), let upper = upper.map(Double.init) else {
      return nil
    }
    let geometric = exp(log(lower) * (1 - part) + log(upper) * part)
    // Bounds below 0 have no logarithm; the hint is then a mistake of the plugin.
    let usesLogarithm = isLogarithmic && !geometric.isNaN
    return Float(usesLogarithm ? geometric : lower * (1 - part) + upper * part)
  }
}
