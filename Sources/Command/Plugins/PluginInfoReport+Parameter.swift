import Plugins

extension PluginInfoReport {
  /// A control input.
  struct Parameter: Encodable {
    let symbol: String
    let name: String
    let minimum: Float?
    let maximum: Float?
    let defaultValue: Float?
    let unit: String
    let scalePoints: [PluginPort.ScalePoint]
    let isInteger: Bool
    let isToggled: Bool
    let isLogarithmic: Bool
    let isRateScaled: Bool
    let unitFormat: String
    let group: String
    let designation: String

    init(_ port: PluginPort) {
      symbol = port.symbol
      name = port.name
      minimum = port.minimum
      maximum = port.maximum
      defaultValue = port.defaultValue
      unit = port.unit
      scalePoints = port.scalePoints
      isInteger = port.isInteger
      isToggled = port.isToggled
      isLogarithmic = port.isLogarithmic
      isRateScaled = port.isRateScaled
      unitFormat = port.unitFormat
      group = port.group
      designation = port.designation
    }

    /// A row of the table.
    var cells: [String] {
      [
        symbol, name, NumberText.range(minimum, maximum),
        defaultValue.map(NumberText.of) ?? "", unit, notes,
      ]
    }

    private var notes: String {
      let flags = [
        isToggled ? "toggled" : "", isInteger ? "integer" : "",
        isLogarithmic ? "logarithmic" : "", isRateScaled ? "times the rate" : "",
      ].filter { !$0.isEmpty }
      let points = scalePoints.map { "\(NumberText.of($0.value)) = \($0.label)" }
      let place = [group.isEmpty ? "" : "in \(group)", designation].filter { !$0.isEmpty }
      return [flags, points, place].filter { !$0.isEmpty }
        .map { $0.joined(separator: ", ") }
        .joined(separator: "\n")
    }
  }
}

/// Numbers as a session spells them.
enum NumberText {
  /// Without a fraction when it has none.
  static func of(_ value: Float) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Such as `-90 to 24`; empty when there is no bound.
  static func range(_ minimum: Float?, _ maximum: Float?) -> String {
    switch (minimum, maximum) {
    case (let minimum?, let maximum?): "\(of(minimum)) to \(of(maximum))"
    case (let minimum?, nil): "from \(of(minimum))"
    case (nil, let maximum?): "to \(of(maximum))"
    case (nil, nil): ""
    }
  }
}
