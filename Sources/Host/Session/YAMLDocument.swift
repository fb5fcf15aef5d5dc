internal import Yams

/// Parses YAML text to values with marks.
///
/// Yams stops at the first mapping that has a key twice. To report every problem in one pass, the
/// earlier of the two keys gets a letter from the private use area and the text is parsed again;
/// reading the values puts the letter back and reports the later key.
struct YAMLDocument {
  private let log: ProblemLog
  private var text: [Unicode.Scalar]
  private let duplicateLimit: Int
  private var masked: [SourceMark: Unicode.Scalar] = [:]

  /// The root value, or nil when there is none or it cannot be parsed; `log` tells why.
  static func parse(_ text: String, log: ProblemLog) -> YAMLValue? {
    if let mark = YAMLReferences.first(in: text) {
      log.error(mark, "anchors (&) and aliases (*) are not supported here: write the value out")
      return nil
    }
    var document = YAMLDocument(log: log, text: text)
    return document.compose().map { document.value($0) }
  }

  private init(log: ProblemLog, text: String) {
    self.log = log
    self.text = Array(text.unicodeScalars)
    // Parsing again and again must end: many times for a page, once or twice for megabytes.
    duplicateLimit = min(64, 1 + (4 << 20) / max(1, self.text.count))
  }

  private var source: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    return String(view)
  }

  private mutating func compose() -> Node? {
    var duplicate: (mark: SourceMark, key: String)?
    while true {
      do {
        return try Parser(yaml: source, resolver: .basic, encoding: .utf8).singleRoot()
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let mark = SourceMark(context.mark)
        duplicate = (mark, keys.first ?? "")
        if masked.count < duplicateLimit, mask(at: mark) { continue }
      } catch let error as YamlError where duplicate == nil {
        log.error(error.mark(in: source), error.sentence)
        return nil
      } catch {}
      if let duplicate { log.error(duplicate.mark, "key `\(duplicate.key)` is given twice") }
      return nil
    }
  }

  /// Makes the key at `mark` differ from its double; false when its first letter is no plain one.
  private mutating func mask(at mark: SourceMark) -> Bool {
    guard var index = index(of: mark) else { return false }
    if text[index] == "\"" || text[index] == "'" { index += 1 }
    guard index < text.count, text[index].properties.isAlphabetic, masked[mark] == nil,
      let letter = Unicode.Scalar(0xE000 + UInt32(masked.count))
    else { return false }
    masked[mark] = text[index]
    text[index] = letter
    return true
  }

  private func index(of mark: SourceMark) -> Int? {
    var line = 1
    var start = 0
    while line < mark.line {
      guard let end = text[start...].firstIndex(of: "\n") else { return nil }
      start = end + 1
      line += 1
    }
    let index = start + mark.column - 1
    return index < text.count ? index : nil
  }
}

// MARK: - Values

extension YAMLDocument {
  private func value(_ node: Node) -> YAMLValue {
    let mark = node.mark.map { SourceMark($0) } ?? .start
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      return YAMLValue(content: .scalar(scalar.string, isPlain: isPlain), mark: mark)
    case .sequence(let sequence):
      return YAMLValue(content: .list(sequence.map { value($0) }), mark: mark)
    case .mapping(let mapping):
      return YAMLValue(content: .map(entries(mapping)), mark: mark)
    case .alias:
      return YAMLValue(content: .scalar("", isPlain: true), mark: mark)
    }
  }

  private func entries(_ mapping: Node.Mapping) -> [YAMLEntry] {
    var lines: [String: Int] = [:]
    var entries: [YAMLEntry] = []
    for (keyNode, valueNode) in mapping {
      let mark = keyNode.mark.map { SourceMark($0) } ?? .start
      guard let scalar = keyNode.scalar else {
        log.error(mark, "a key must be plain text, not \(value(keyNode).summary)")
        continue
      }
      let key = unmasked(scalar.string, at: mark)
      if let line = lines[key] {
        log.error(mark, "key `\(key)` is given twice, first on line \(line)")
        continue
      }
      lines[key] = mark.line
      entries.append(YAMLEntry(key: key, keyMark: mark, value: value(valueNode)))
    }
    return entries
  }

  private func unmasked(_ key: String, at mark: SourceMark) -> String {
    guard let letter = masked[mark] else { return key }
    return String(letter) + key.unicodeScalars.dropFirst().map(String.init).joined()
  }
}

extension SourceMark {
  fileprivate init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}
