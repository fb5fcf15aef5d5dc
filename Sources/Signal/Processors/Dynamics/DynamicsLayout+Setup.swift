// Tells the ports of dynamics processors; never runs in a cycle.

extension DynamicsLayout {
  /// `in_1` and so on, and with a sidechain `side_1` and so on after them; as many outputs.
  static func shape(
    channels: Int, hasSidechain: Bool, parameters: [ProcessorParameter]
  ) -> ProcessorShape {
    ProcessorShape(
      inputs: portNames("in", count: channels)
        + (hasSidechain ? portNames("side", count: channels) : []),
      outputs: portNames("out", count: channels), parameters: parameters)
  }
}

extension ProcessorParameter {
  /// A time in milliseconds.
  static func milliseconds(
    _ symbol: String, _ name: String, _ range: ClosedRange<Float>, default value: Float
  ) -> ProcessorParameter {
    ProcessorParameter(
      symbol: symbol, name: name, minimum: range.lowerBound, maximum: range.upperBound,
      default: value, unit: "ms")
  }

  /// A level or a difference of levels in decibels.
  static func decibels(
    _ symbol: String, _ name: String, _ range: ClosedRange<Float>, default value: Float
  ) -> ProcessorParameter {
    ProcessorParameter(
      symbol: symbol, name: name, minimum: range.lowerBound, maximum: range.upperBound,
      default: value, unit: "dB")
  }
}
