/// Makes anything decodable of a `RecordValue`.
struct RecordValueDecoder: Decoder {
  let value: RecordValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  private init(_ value: RecordValue, path: [any CodingKey]) {
    self.value = value
    codingPath = path
  }

  /// What `value` stands for.
  ///
  /// - Throws: `DecodingError` when it stands for something else.
  static func decode<Result: Decodable>(
    _ type: Result.Type, from value: RecordValue
  ) throws -> Result {
    try decode(type, from: value, path: [])
  }

  func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let fields) = value else { throw mismatch([String: RecordValue].self) }
    return KeyedDecodingContainer(Fields<Key>(fields: fields, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let elements) = value else { throw mismatch([RecordValue].self) }
    return Elements(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    Single(value: value, codingPath: codingPath)
  }

  private func mismatch<T>(_ type: T.Type) -> DecodingError {
    .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "another kind of value"))
  }

  fileprivate static func decode<Result: Decodable>(
    _ type: Result.Type, from value: RecordValue, path: [any CodingKey]
  ) throws -> Result {
    let decoder = RecordValueDecoder(value, path: path)
    if let leaf = type as? any Leaf.Type {
      guard let result = leaf.init(recorded: value) as? Result else {
        throw decoder.mismatch(type)
      }
      return result
    }
    return try Result(from: decoder)
  }
}

extension RecordValueDecoder {
  private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let fields: [RecordField]
    let codingPath: [any CodingKey]
    var allKeys: [Key] { fields.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { value(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try found(key) == .null }

    func decode<Result: Decodable>(_ type: Result.Type, forKey key: Key) throws -> Result {
      try RecordValueDecoder.decode(type, from: found(key), path: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      try superDecoder(forKey: key).container(keyedBy: keyedBy)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try superDecoder(forKey: key).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { RecordValueDecoder(.object(fields), path: codingPath) }

    func superDecoder(forKey key: Key) throws -> any Decoder {
      RecordValueDecoder(try found(key), path: codingPath + [key])
    }

    private func value(_ key: Key) -> RecordValue? {
      let name = key.stringValue
      return fields.first { $0.name == name }?.value
    }

    private func found(_ key: Key) throws -> RecordValue {
      guard let value = value(key) else {
        throw DecodingError.keyNotFound(
          key, .init(codingPath: codingPath, debugDescription: "not recorded"))
      }
      return value
    }
  }

  private struct Elements: UnkeyedDecodingContainer {
    let elements: [RecordValue]
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    init(elements: [RecordValue], codingPath: [any CodingKey]) {
      self.elements = elements
      self.codingPath = codingPath
    }

    mutating func decodeNil() throws -> Bool {
      guard !isAtEnd, elements[currentIndex] == .null else { return false }
      currentIndex += 1
      return true
    }

    mutating func decode<Result: Decodable>(_ type: Result.Type) throws -> Result {
      try RecordValueDecoder.decode(type, from: next(), path: codingPath)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
      try superDecoder().container(keyedBy: keyedBy)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      try superDecoder().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder {
      RecordValueDecoder(try next(), path: codingPath)
    }

    private mutating func next() throws -> RecordValue {
      guard !isAtEnd else {
        throw DecodingError.valueNotFound(
          RecordValue.self, .init(codingPath: codingPath, debugDescription: "the list has ended"))
      }
      defer { currentIndex += 1 }
      return elements[currentIndex]
    }
  }

  private struct Single: SingleValueDecodingContainer {
    let value: RecordValue
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { value == .null }

    func decode<Result: Decodable>(_ type: Result.Type) throws -> Result {
      try RecordValueDecoder.decode(type, from: value, path: codingPath)
    }
  }
}

/// What is recorded without containers.
private protocol Leaf {
  /// What `value` stands for; nil when it stands for something else or is out of range.
  init?(recorded value: RecordValue)
}

extension Leaf where Self: FixedWidthInteger {
  init?(recorded value: RecordValue) {
    guard case .integer(let number) = value else { return nil }
    self.init(exactly: number)
  }
}

extension Int: Leaf {}
extension Int64: Leaf {}
extension Int32: Leaf {}
extension UInt32: Leaf {}

extension UInt64: Leaf {
  init?(recorded value: RecordValue) {
    guard case .integer(let number) = value else { return nil }
    self.init(bitPattern: number)
  }
}

extension Leaf where Self: BinaryFloatingPoint {
  init?(recorded value: RecordValue) {
    guard case .real(let number) = value else { return nil }
    self.init(number)
  }
}

extension Double: Leaf {}
extension Float: Leaf {}

extension Bool: Leaf {
  init?(recorded value: RecordValue) {
    guard case .bool(let bool) = value else { return nil }
    self = bool
  }
}

extension String: Leaf {
  init?(recorded value: RecordValue) {
    guard case .text(let text) = value else { return nil }
    self = text
  }
}
