extension JSONParser {
  /// Reads a text in quotes, the first of which comes next.
  mutating func text() throws(ControlError) -> String {
    index += 1
    var units: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: units, as: UTF8.self) else {
          throw failure("a text that is not UTF-8 ends here")
        }
        index += 1
        return text
      case UInt8(ascii: "\\"):
        index += 1
        units += UTF8.encode(try escape())?.map { $0 } ?? []
      case 0..<0x20: throw failure("a control character within a text")
      default:
        units.append(byte)
        index += 1
      }
    }
    throw failure("a text does not end")
  }

  private mutating func escape() throws(ControlError) -> Unicode.Scalar {
    guard let byte = next else { throw failure("a text does not end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint()
    default: throw failure("an unknown escape")
    }
  }

  private mutating func codePoint() throws(ControlError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\"), take("u") else { throw failure("half a surrogate pair") }
    let second = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure("half a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(ControlError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("an escape without four digits")
      }
      value = value << 4 + UInt32(digit)
      index += 1
    }
    return value
  }
}
