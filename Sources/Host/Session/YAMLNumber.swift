/// Numbers as people write them: `48000`, `-6`, `.5`, `1e3`, `0x10`, `0o17`.
///
/// YAML 1.1 takes `1e3` for text; a session does not.
enum YAMLNumber {
  /// The whole number `text` stands for.
  static func integer(_ text: String) -> Int? {
    if let exact = radixInteger(text) ?? Int(text) { return exact }
    guard let value = double(text) else { return nil }
    return Int(exactly: value)
  }

  /// The finite number `text` stands for.
  static func double(_ text: String) -> Double? {
    if let exact = radixInteger(text) { return Double(exact) }
    // Double(_:) also reads "nan", "infinity" and hexadecimal fractions.
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  private static func radixInteger(_ text: String) -> Int? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    let radix = digits.hasPrefix("0x") ? 16 : digits.hasPrefix("0o") ? 8 : 0
    guard radix > 0, let first = digits.dropFirst(2).first, first.isHexDigit else { return nil }
    return Int((isNegative ? "-" : "") + digits.dropFirst(2), radix: radix)
  }
}
