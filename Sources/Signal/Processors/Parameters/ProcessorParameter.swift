// Control side.

/// One parameter of a built-in processor.
public struct ProcessorParameter: Sendable, Equatable {
  /// Creates a parameter.
  public init(
    symbol: String, name: String, minimum: Float, maximum: Float, default: Float, unit: String
  ) {
    self.symbol = symbol
    self.name = name
    self.minimum = minimum
    self.maximum = maximum
    self.default = `default`
    self.unit = unit
    choices = []
  }

  /// Creates a choice among names; its values are their numbers, from 0.
  public init(symbol: String, name: String, choices: [String], default: Int = 0) {
    self.symbol = symbol
    self.name = name
    minimum = 0
    maximum = Float(max(0, choices.count - 1))
    self.default = Float(`default`)
    unit = ""
    self.choices = choices
  }

  /// What sessions call it.
  public let symbol: String
  /// What people call it.
  public let name: String
  /// The lowest value.
  public let minimum: Float
  /// The highest value.
  public let maximum: Float
  /// The value it begins with.
  public let `default`: Float
  /// The unit of its values.
  public let unit: String
  /// The names of the values 0, 1 and so on; empty when the value is an amount.
  public let choices: [String]

  /// A level in decibels; −120 dB is silence.
  static func gain(symbol: String = "gain", name: String = "Gain") -> ProcessorParameter {
    ProcessorParameter(
      symbol: symbol, name: name, minimum: Decibels.silence, maximum: 40, default: 0, unit: "dB")
  }

  /// The value brought into the range, a choice to the nearest; nil when it is not a number.
  func clamped(_ value: Float) -> Float? {
    guard !value.isNaN else { return nil }
    let value = min(max(value, minimum), maximum)
    return choices.isEmpty ? value : value.rounded()
  }
}
