/// The fields of an object while they are read; what nobody asked for is refused at the end.
struct Fields {
  private let place: String
  private var rest: [String: JSONValue]

  /// Begins with an object; `place` names it in errors.
  init(_ value: JSONValue, of place: String) throws(ControlError) {
    guard let fields = value.fields else {
      throw ControlError(.wrongType, "\(place) is \(value.kind), not an object")
    }
    self.place = place
    rest = fields
  }

  /// Says so when a field is left that nobody reads.
  func end() throws(ControlError) {
    guard let name = rest.keys.min() else { return }
    throw ControlError(.unknownField, "\(place) has no field \"\(name.prefix(64))\"")
  }

  func has(_ name: String) -> Bool { rest[name] != nil }

  /// Takes a field; nil when it is absent.
  mutating func optional(_ name: String) -> JSONValue? { rest.removeValue(forKey: name) }

  mutating func required(_ name: String) throws(ControlError) -> JSONValue {
    guard let value = optional(name) else {
      throw ControlError(.missingField, "\(place) needs the field \"\(name)\"")
    }
    return value
  }

  mutating func text(_ name: String) throws(ControlError) -> String {
    try text(try required(name), name)
  }

  mutating func optionalText(_ name: String) throws(ControlError) -> String? {
    guard let value = optional(name) else { return nil }
    return try text(value, name)
  }

  mutating func truth(_ name: String) throws(ControlError) -> Bool {
    let value = try required(name)
    guard case .bool(let truth) = value else { throw wrong(name, value, "a truth value") }
    return truth
  }

  mutating func whole(
    _ name: String, in range: ClosedRange<Int64>
  ) throws(ControlError) -> Int64 {
    let value = try required(name)
    guard case .integer(let whole) = value else { throw wrong(name, value, "a whole number") }
    guard range.contains(whole) else { throw outside(name, "\(whole)", range) }
    return whole
  }

  mutating func optionalWhole(
    _ name: String, in range: ClosedRange<Int64>
  ) throws(ControlError) -> Int64? {
    has(name) ? try whole(name, in: range) : nil
  }

  /// Seconds of a ramp or a fade; nil when they are not said.
  mutating func optionalSeconds(_ name: String) throws(ControlError) -> Double? {
    guard let value = optional(name) else { return nil }
    guard let seconds = value.double else { throw wrong(name, value, "a number") }
    guard ControlLimits.seconds.contains(seconds) else {
      throw outside(name, "\(seconds)", ControlLimits.seconds)
    }
    return seconds
  }

  mutating func list(
    _ name: String, upTo limit: Int
  ) throws(ControlError) -> [JSONValue] {
    let value = try required(name)
    guard case .list(let values) = value else { throw wrong(name, value, "a list") }
    guard 1...limit ~= values.count else {
      throw ControlError(
        .outOfRange, "\"\(name)\" of \(place) has \(values.count) values, not 1 to \(limit)")
    }
    return values
  }

  /// One of the words of an enumeration.
  mutating func word<Word: CaseIterable & RawRepresentable<String>>(
    _ name: String, _ type: Word.Type
  ) throws(ControlError) -> Word {
    try word(try required(name), name, type)
  }

  /// A list of words of an enumeration, none of them twice.
  mutating func words<Word: CaseIterable & RawRepresentable<String> & Hashable>(
    _ name: String, _ type: Word.Type
  ) throws(ControlError) -> [Word] {
    var words: [Word] = []
    for value in try list(name, upTo: Word.allCases.count) {
      let word = try word(value, name, type)
      guard !words.contains(word) else {
        throw ControlError(.outOfRange, "\"\(name)\" of \(place) says \"\(word.rawValue)\" twice")
      }
      words.append(word)
    }
    return words
  }

  func wrong(_ name: String, _ value: JSONValue, _ wanted: String) -> ControlError {
    ControlError(.wrongType, "\"\(name)\" of \(place) is \(value.kind), not \(wanted)")
  }
}

extension Fields {
  func text(_ value: JSONValue, _ name: String) throws(ControlError) -> String {
    guard case .text(let text) = value else { throw wrong(name, value, "a text") }
    guard 1...ControlLimits.textBytes ~= text.utf8.count, !text.utf8.contains(0) else {
      throw ControlError(
        .outOfRange,
        "\"\(name)\" of \(place) must have 1 to \(ControlLimits.textBytes) bytes, none of them 0")
    }
    return text
  }

  private func word<Word: CaseIterable & RawRepresentable<String>>(
    _ value: JSONValue, _ name: String, _ type: Word.Type
  ) throws(ControlError) -> Word {
    let text = try text(value, name)
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw ControlError(
        .outOfRange, "\"\(name)\" of \(place) is \"\(text.prefix(64))\", not one of \(known)")
    }
    return word
  }

  private func outside<Bound>(
    _ name: String, _ value: String, _ range: ClosedRange<Bound>
  ) -> ControlError {
    ControlError(
      .outOfRange,
      "\"\(name)\" of \(place) is \(value), not in \(range.lowerBound) to \(range.upperBound)")
  }
}

extension JSONValue {
  /// The value of a number of either kind.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
