/// Something a plugin can be set to by messages, beside its control inputs: a file, a text, a number.
public struct PluginProperty: Sendable, Equatable, Codable {
  /// What its values are.
  public enum Kind: String, Sendable, Codable {
    case bool
    case int
    case long
    case float
    case double
    case text
    /// The path of a file.
    case path
    case uri
    /// Something this host cannot make.
    case other

    /// Whether its values are numbers.
    public var isNumber: Bool {
      switch self {
      case .bool, .int, .long, .float, .double: true
      case .text, .path, .uri, .other: false
      }
    }
  }

  /// Creates a property.
  public init(identifier: String, symbol: String, name: String, kind: Kind) {
    self.identifier = identifier
    self.symbol = symbol
    self.name = name
    self.kind = kind
  }

  /// Its URI.
  public var identifier: String
  /// What a session names it by, as well as by its URI.
  public var symbol: String
  /// Its name for people.
  public var name: String
  /// What its values are.
  public var kind: Kind
  /// Smallest value, when it has one.
  public var minimum: Double?
  /// Largest value, when it has one.
  public var maximum: Double?
  /// The number it starts with, when it says so.
  public var defaultValue: Double?
  /// Whether it can be set.
  public var isWritable = false
  /// Whether the plugin tells what it is.
  public var isReadable = false
}

/// The value of a property.
public enum PluginValue: Sendable, Equatable {
  case number(Double)
  case text(String)
}

extension PluginDescriptor {
  /// The property with this symbol or URI.
  public func property(_ name: String) -> PluginProperty? {
    properties.first { $0.symbol == name || $0.identifier == name }
  }
}

extension PluginInstance {
  /// Does nothing, for a plugin without properties.
  @discardableResult
  public func set(_ property: String, to value: PluginValue) -> Bool { false }

  /// None, for a plugin without properties.
  public func value(ofProperty property: String) -> PluginValue? { nil }
}
