/// A value of JSON, with whole numbers kept apart from others so that frame times stay exact.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// Always finite when it was read; what is not is written as null.
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// Reads one value of JSON with nothing behind it.
  ///
  /// Thread: any of the control side.
  public init(parsing bytes: some Sequence<UInt8>) throws(ControlError) {
    self = try JSONParser.parse(Array(bytes)[...], depthLimit: 4 * ControlLimits.depth)
  }

  /// The fields of an object; nil of anything else.
  ///
  /// Thread: any of the control side.
  public var fields: [String: JSONValue]? {
    if case .object(let fields) = self { fields } else { nil }
  }

  /// The value of a field; nil when there is none, or this is no object.
  ///
  /// Thread: any of the control side.
  public subscript(name: String) -> JSONValue? { fields?[name] }

  /// What the value is, in words for a sentence.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer: "a whole number"
    case .number: "a number"
    case .text: "a text"
    case .list: "a list"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// Creates a text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// Creates a truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Creates a whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// Creates a number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// Creates a list.
  public init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
  /// Creates an object, where the last of equal names counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
