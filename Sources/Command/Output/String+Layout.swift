extension String {
  /// Broken between words into lines of at most `width`; a longer word gets a line of its own.
  func wrapped(to width: Int?) -> [String] {
    guard let width, count > width else { return [self] }
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? word : " " + word
    }
    return lines + [line]
  }

  /// Each line but the first behind as many blanks as `prefix` has characters.
  func hanging(_ prefix: String, columns: Int?) -> String {
    let lines = wrapped(to: columns.map { Swift.max(16, $0 - prefix.count) })
    let indent = String(repeating: " ", count: prefix.count)
    return prefix + lines.joined(separator: "\n" + indent)
  }

  /// Filled up with blanks.
  func padded(to width: Int, isRightAligned: Bool = false) -> String {
    let blanks = String(repeating: " ", count: Swift.max(0, width - count))
    return isRightAligned ? blanks + self : self + blanks
  }

  /// Such as `1 plugin` and `2 plugins`.
  static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// Without blanks at the end.
  var trimmedAtEnd: String {
    // Bytes, not characters, whose bounds are dear to find in a list of a thousand lines.
    let blanks = utf8.reversed().prefix { $0 == UInt8(ascii: " ") }.count
    return String(Substring(utf8.dropLast(blanks)))
  }
}
