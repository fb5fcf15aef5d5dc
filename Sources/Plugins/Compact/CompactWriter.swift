/// Writes values one after the other, each text only once: small, and quick to read again.
struct CompactWriter {
  /// What was written so far.
  private(set) var bytes: [UInt8] = []

  /// Writes seven bits a byte, the low ones first.
  mutating func write(_ number: Int) {
    var rest = UInt(bitPattern: number)
    while rest > 0x7f {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Writes the place of the text among those before it; the text itself when it is new.
  mutating func write(_ text: String) {
    if let place = places[text] {
      write(place)
    } else {
      write(0)
      write(text.utf8.count)
      bytes += text.utf8
      places[text] = places.count + 1
    }
  }

  /// Writes the bits of a number.
  mutating func write(_ number: Float) {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
  }

  /// Writes the count of the values, and each.
  mutating func write<Value>(_ values: [Value], _ body: (inout CompactWriter, Value) -> Void) {
    write(values.count)
    for value in values { body(&self, value) }
  }

  private var places: [String: Int] = [:]
}
