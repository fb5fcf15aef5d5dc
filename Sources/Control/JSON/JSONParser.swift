/// Reads one value of JSON (RFC 8259) from bytes nobody vouches for.
///
/// Stricter than the libraries at hand: it knows a depth, refuses a field that comes twice, numbers
/// that are not finite, and text that is not UTF-8.
struct JSONParser {
  let bytes: ArraySlice<UInt8>
  let depthLimit: Int
  var index: Int

  init(_ bytes: ArraySlice<UInt8>, depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
    index = bytes.startIndex
  }

  /// Reads the bytes as one value with nothing behind it.
  static func parse(
    _ bytes: ArraySlice<UInt8>, depthLimit: Int = ControlLimits.depth
  ) throws(ControlError) -> JSONValue {
    var parser = JSONParser(bytes, depthLimit: depthLimit)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.next == nil else { throw parser.failure("something follows the value") }
    return value
  }

  var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  func failure(_ what: String) -> ControlError {
    ControlError(.malformed, "this is not JSON: \(what), at byte \(index - bytes.startIndex + 1)")
  }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      index += 1
    }
  }

  /// Takes the byte when it comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func value(depth: Int) throws(ControlError) -> JSONValue {
    skipSpace()
    switch next {
    case nil: throw failure("it ends too early")
    case UInt8(ascii: "{"): return .object(try object(depth: try deeper(depth)))
    case UInt8(ascii: "["): return .list(try list(depth: try deeper(depth)))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private func deeper(_ depth: Int) throws(ControlError) -> Int {
    guard depth < depthLimit else {
      throw ControlError(.tooDeep, "lists and objects lie deeper than \(depthLimit) in each other")
    }
    return depth + 1
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(ControlError) -> JSONValue {
    for character in "\(word)".unicodeScalars {
      guard take(character) else { throw failure("an unknown word") }
    }
    return value
  }

  private mutating func list(depth: Int) throws(ControlError) -> [JSONValue] {
    index += 1
    var values: [JSONValue] = []
    skipSpace()
    if take("]") { return values }
    while true {
      values.append(try value(depth: depth))
      skipSpace()
      if take("]") { return values }
      guard take(",") else { throw failure("a list goes on without a comma") }
    }
  }

  private mutating func object(depth: Int) throws(ControlError) -> [String: JSONValue] {
    index += 1
    var fields: [String: JSONValue] = [:]
    skipSpace()
    if take("}") { return fields }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure("a field without a name") }
      let name = try text()
      skipSpace()
      guard take(":") else { throw failure("a field without a colon") }
      guard fields.updateValue(try value(depth: depth), forKey: name) == nil else {
        throw failure("a field that comes twice ends here")
      }
      skipSpace()
      if take("}") { return fields }
      guard take(",") else { throw failure("an object goes on without a comma") }
    }
  }
}
