/// Names within addresses, where OSC allows fewer characters than a session does.
package enum OSCName {
  private static let reserved = Set("#*,/?[]{}%".utf8)

  /// The name with everything else as `%` and two hexadecimal digits, by the bytes of UTF-8.
  package static func encode(_ name: String) -> String {
    var encoded: [UInt8] = []
    for byte in name.utf8 {
      if (0x21...0x7E).contains(byte), !reserved.contains(byte) {
        encoded.append(byte)
      } else {
        encoded += (byte < 16 ? "%0" : "%").utf8
        encoded += String(byte, radix: 16, uppercase: true).utf8
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The name an address means; nil when it is written wrongly.
  package static func decode(_ name: Substring) -> String? {
    var decoded: [UInt8] = []
    var rest = name.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        if reserved.contains(byte) { return nil }
        decoded.append(byte)
        continue
      }
      guard let high = digit(rest.popFirst()), let low = digit(rest.popFirst()) else { return nil }
      decoded.append(high << 4 | low)
    }
    return String(validating: decoded, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8?) -> UInt8? {
    guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
    return UInt8(digit)
  }
}
