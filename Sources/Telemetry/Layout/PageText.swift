/// Texts in the page: UTF-8 in a fixed field, filled up with zeros.
enum PageText {
  /// Stores `text` in a fixed field; what is too long ends in an ellipsis after a whole character.
  static func store<Field>(_ text: String, in field: inout Field) {
    withUnsafeMutableBytes(of: &field) { bytes in
      let cut = fitted(text, byteCount: bytes.count - 1)
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
      bytes.copyBytes(from: cut.utf8)
    }
  }

  /// Reads a fixed field up to its first zero or its end; bytes that are not UTF-8 are replaced.
  static func load<Field>(_ field: Field) -> String {
    withUnsafeBytes(of: field) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// The text as it fits into `byteCount` bytes: whole, or cut at a character and marked.
  static func fitted(_ text: String, byteCount: Int) -> String {
    let readable = text.prefix { $0 != "\0" }
    guard readable.utf8.count > byteCount else { return String(readable) }
    let mark = "…"
    var room = byteCount - mark.utf8.count
    guard room >= 0 else { return "" }
    let kept = readable.prefix { character in
      room -= character.utf8.count
      return room >= 0
    }
    return kept + mark
  }
}
