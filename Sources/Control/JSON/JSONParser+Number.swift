extension JSONParser {
  /// Reads a number as RFC 8259 writes it: no plus, no leading zero, digits about the point.
  mutating func number() throws(ControlError) -> JSONValue {
    let start = index
    _ = take("-")
    let leadsWithZero = next == UInt8(ascii: "0")
    guard case let whole = digits(), whole > 0 else { throw failure("no value") }
    guard !leadsWithZero || whole == 1 else { throw failure("a number with a leading zero") }
    var isWhole = true
    if take(".") {
      isWhole = false
      guard digits() > 0 else { throw failure("a number that ends at its point") }
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      guard digits() > 0 else { throw failure("a number that ends at its exponent") }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw ControlError(.outOfRange, "a number is not finite: \(text.prefix(24))")
    }
    return .number(value)
  }

  private mutating func digits() -> Int {
    let start = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index - start
  }
}
