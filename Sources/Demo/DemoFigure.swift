public import Meter

/// Something a page has counted or measured.
public struct DemoFigure: Sendable, Equatable, Encodable {
  /// What a value counts.
  public enum Unit: String, Sendable, Encodable {
    case count
    case nanoseconds
    /// 1 is all of it.
    case share
  }

  /// What programs call it, unique on its page.
  public let name: String
  /// What people call it.
  public let label: String
  /// How much it is.
  public let value: Double
  /// Of what.
  public let unit: Unit

  init(_ name: String, _ label: String, _ value: Double, _ unit: Unit) {
    self.name = name
    self.label = label
    self.value = value
    self.unit = unit
  }

  static func count(_ name: String, _ label: String, _ value: some BinaryInteger) -> DemoFigure {
    DemoFigure(name, label, Double(value), .count)
  }

  static func duration(
    _ name: String, _ label: String, _ nanoseconds: some BinaryInteger
  ) -> DemoFigure {
    DemoFigure(name, label, Double(nanoseconds), .nanoseconds)
  }

  static func share(_ name: String, _ label: String, _ value: Double) -> DemoFigure {
    DemoFigure(name, label, value, .share)
  }

  /// The value as people read it: counts in full, durations with three digits.
  public func text(glyphs: GlyphSet = .full) -> String {
    switch unit {
    case .count: "\(Int64(value))"
    case .nanoseconds: MeterText.duration(nanoseconds: value, glyphs: glyphs)
    case .share: MeterText.percent(value)
    }
  }

  private enum Key: String, CodingKey { case name, label, value, unit, text }

  /// The value, and the text that stands for it on a screen.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(label, forKey: .label)
    try container.encode(value, forKey: .value)
    try container.encode(unit, forKey: .unit)
    try container.encode(text(), forKey: .text)
  }
}
