internal import Signal

extension NodeShape {
  /// The shape of a built-in processor.
  init(_ shape: ProcessorShape) {
    self.init(
      inputs: shape.inputs, outputs: shape.outputs,
      parameters: shape.parameters.map { Parameter($0) })
  }
}

extension NodeShape.Parameter {
  fileprivate init(_ parameter: ProcessorParameter) {
    self.init(
      symbol: parameter.symbol, minimum: Double(parameter.minimum),
      maximum: Double(parameter.maximum), unit: parameter.unit,
      scalePoints: parameter.choices.enumerated().map { number, label in
        .init(label: label, value: Double(number))
      })
  }
}
