import Foundation
import Plugins

/// The values that one parameter may have.
struct ParameterRange {
  /// Of a port of a plugin that runs at a rate; nil when it has no bounds, or senseless ones.
  init?(_ port: PluginPort, rate: Int) {
    let factor = port.isRateScaled ? Float(rate) : 1
    let low = port.isToggled ? port.minimum ?? 0 : port.minimum
    let high = port.isToggled ? port.maximum ?? 1 : port.maximum
    guard let low, let high, (low * factor).isFinite, (high * factor).isFinite, low <= high else {
      return nil
    }
    symbol = port.symbol
    (minimum, maximum) = (low * factor, high * factor)
    isWhole = port.isInteger || port.isToggled || port.isEnumeration
    isLogarithmic = port.isLogarithmic && low > 0
    points = port.isEnumeration ? port.scalePoints.map { $0.value * factor } : []
  }

  let symbol: String
  let minimum: Float
  let maximum: Float

  /// At most `count` values from one end to the other.
  func values(_ count: Int) -> [Float] {
    guard points.isEmpty else { return Array(points.prefix(count)) }
    guard minimum < maximum else { return [minimum] }
    let steps = isWhole ? min(count - 1, Int(min(1_000, maximum - minimum))) : count - 1
    return (0...max(1, steps)).map { value(Float($0) / Float(max(1, steps))) }
  }

  /// A value on the way: 0 is the minimum, 1 the maximum.
  func value(_ place: Float) -> Float {
    let value =
      isLogarithmic
      ? minimum * Self.power(maximum / minimum, place) : minimum + (maximum - minimum) * place
    return isWhole ? value.rounded() : min(max(value, minimum), maximum)
  }

  private let isWhole: Bool
  private let isLogarithmic: Bool
  private let points: [Float]

  private static func power(_ base: Float, _ exponent: Float) -> Float {
    Float(pow(Double(base), Double(exponent)))
  }
}
