/// Makes a `RecordValue` of anything encodable.
struct RecordValueEncoder: Encoder {
  /// The value, as the containers of this encoder make it.
  private let slot: Slot

  private init(slot: Slot) { self.slot = slot }

  /// The value of anything encodable.
  static func value(of source: some Encodable) throws -> RecordValue {
    if let leaf = leaf(source) { return leaf }
    let slot = Slot()
    try source.encode(to: RecordValueEncoder(slot: slot))
    return slot.value
  }

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
    slot.makeObject()
    return KeyedEncodingContainer(Fields<Key>(slot: slot))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    slot.makeList()
    return Elements(slot: slot)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(slot: slot) }

  /// The value of what is no container; nil for all else.
  private static func leaf<T: Encodable>(_ source: T) -> RecordValue? {
    switch source {
    case let value as Int: .integer(Int64(value))
    case let value as Double: .rounded(value)
    case let value as String: .text(value)
    case let value as Int64: .integer(value)
    case let value as UInt64: .integer(Int64(bitPattern: value))
    case let value as Bool: .bool(value)
    case let value as Float: .rounded(Double(value))
    case let value as any FixedWidthInteger: .integer(Int64(truncatingIfNeeded: value))
    default: nil
    }
  }
}

extension RecordValueEncoder {
  /// Where a value grows.
  private final class Slot {
    private var fields: [RecordField] = []
    private var elements: [RecordValue] = []
    private var single: RecordValue?
    private var isList = false
    /// What became of containers that were asked for and filled later, by their place.
    private var pending: [(Int, Slot)] = []

    var value: RecordValue {
      if let single { return single }
      if isList { return .list(finished(elements)) }
      guard !pending.isEmpty else { return .object(fields) }
      for (place, slot) in pending { fields[place].value = slot.value }
      return .object(fields)
    }

    var count: Int { elements.count }

    func makeObject() { fields.reserveCapacity(24) }
    func makeList() { isList = true }
    func set(_ value: RecordValue) { single = value }
    func add(_ value: RecordValue, named name: String) {
      fields.append(RecordField(name: name, value: value))
    }
    func add(_ value: RecordValue) { elements.append(value) }

    func addPending(named name: String) -> Slot {
      let slot = Slot()
      pending.append((fields.count, slot))
      add(.null, named: name)
      return slot
    }

    func addPending() -> Slot {
      let slot = Slot()
      pending.append((elements.count, slot))
      add(.null)
      return slot
    }

    private func finished(_ elements: [RecordValue]) -> [RecordValue] {
      var elements = elements
      for (place, slot) in pending { elements[place] = slot.value }
      return elements
    }
  }

  private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: Slot
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { slot.add(.null, named: key.stringValue) }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
      slot.add(try RecordValueEncoder.value(of: value), named: key.stringValue)
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      RecordValueEncoder(slot: slot.addPending(named: key.stringValue)).container(keyedBy: keyedBy)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      RecordValueEncoder(slot: slot.addPending(named: key.stringValue)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
      RecordValueEncoder(slot: slot.addPending(named: "super"))
    }
    func superEncoder(forKey key: Key) -> any Encoder {
      RecordValueEncoder(slot: slot.addPending(named: key.stringValue))
    }
  }

  private struct Elements: UnkeyedEncodingContainer {
    let slot: Slot
    var codingPath: [any CodingKey] { [] }
    var count: Int { slot.count }

    func encodeNil() { slot.add(.null) }

    func encode<T: Encodable>(_ value: T) throws {
      slot.add(try RecordValueEncoder.value(of: value))
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
      RecordValueEncoder(slot: slot.addPending()).container(keyedBy: keyedBy)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      RecordValueEncoder(slot: slot.addPending()).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { RecordValueEncoder(slot: slot.addPending()) }
  }

  private struct Single: SingleValueEncodingContainer {
    let slot: Slot
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { slot.set(.null) }
    func encode<T: Encodable>(_ value: T) throws {
      slot.set(try RecordValueEncoder.value(of: value))
    }
  }
}
