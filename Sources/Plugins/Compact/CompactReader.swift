/// Bytes that a `CompactWriter` did not write, or not all of them.
struct CompactDamage: Error {}

/// Reads what a `CompactWriter` wrote, in the same order.
struct CompactReader {
  /// Reads from the first byte on.
  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// Whether nothing is left.
  var isAtEnd: Bool { bytes.isEmpty }

  /// Reads a number.
  mutating func number() throws(CompactDamage) -> Int {
    var number: UInt = 0
    var shift: UInt = 0
    while shift < UInt.bitWidth {
      let byte = try byte()
      number |= UInt(byte & 0x7f) << shift
      if byte < 0x80 { return Int(bitPattern: number) }
      shift += 7
    }
    throw CompactDamage()
  }

  /// Reads a text.
  mutating func text() throws(CompactDamage) -> String {
    let place = try number()
    if place != 0 {
      guard texts.indices.contains(place - 1) else { throw CompactDamage() }
      return texts[place - 1]
    }
    let text = String(decoding: try take(number()), as: UTF8.self)
    texts.append(text)
    return text
  }

  /// Reads a number with a fraction.
  mutating func float() throws(CompactDamage) -> Float {
    let bits = try take(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Float(bitPattern: bits)
  }

  /// Reads values.
  mutating func array<Value>(
    _ body: (inout CompactReader) throws(CompactDamage) -> Value
  ) throws(CompactDamage) -> [Value] {
    let count = try number()
    // Each takes a byte at least: no damaged count makes us reserve the whole memory.
    guard (0...bytes.count).contains(count) else { throw CompactDamage() }
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try body(&self)) }
    return values
  }

  private var bytes: ArraySlice<UInt8>
  private var texts: [String] = []

  private mutating func byte() throws(CompactDamage) -> UInt8 {
    guard let byte = bytes.popFirst() else { throw CompactDamage() }
    return byte
  }

  private mutating func take(_ count: Int) throws(CompactDamage) -> ArraySlice<UInt8> {
    guard (0...bytes.count).contains(count) else { throw CompactDamage() }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }
}
