internal import Yams

/// Writes a document: what was not edited as it was written, comments included.
///
/// Kept are whole sections and whole items of the lists in them, with the comments before them. What
/// was edited is written anew, without the comments within it.
struct DocumentText {
  private let document: SessionDocument
  private let lines: [Substring]

  /// The document as YAML.
  static func of(_ document: SessionDocument) -> String {
    guard document.isEdited else { return document.text }
    let kept = DocumentText(document).written
    // Where the file is laid out in a way that cannot be followed, all is written anew.
    return says(kept, document) ? kept : plain(document)
  }

  /// Nothing but the values.
  static func plain(_ document: SessionDocument) -> String {
    let text = yaml(document.root)
    let comments = document.text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("#") }
    let whole = (comments + [""]).joined(separator: "\n") + text
    return comments.isEmpty ? text : whole
  }

  private static func says(_ text: String, _ document: SessionDocument) -> Bool {
    let log = ProblemLog(file: document.path)
    return SessionDocument(path: document.path, text: text, log: log)?.root == document.root
  }

  private init(_ document: SessionDocument) {
    self.document = document
    lines = document.text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private var written: String {
    let originals = document.original.entries
    guard let pieces = pieces(originals.map(\.keyMark.line), from: 0, to: lines.count) else {
      return DocumentText.plain(document)
    }
    var text = document.original.entries.isEmpty ? "" : pieces.head
    for entry in document.root.entries {
      guard let place = originals.firstIndex(where: { $0.key == entry.key }) else {
        text += Self.yaml(YAMLValue(.map([entry])))
        continue
      }
      let piece = pieces.all[place]
      if originals[place].value == entry.value {
        text += piece.lead + piece.body
      } else {
        text += piece.lead + edited(entry, original: originals[place].value, piece)
      }
    }
    return text + pieces.tail
  }

  /// A section with something else in it: of a list, item by item.
  private func edited(_ entry: YAMLEntry, original: YAMLValue, _ piece: Piece) -> String {
    guard case .list(let values) = entry.value.content, !values.isEmpty,
      case .list(let originals) = original.content, !originals.isEmpty,
      originals.allSatisfy({ isItem($0) }),
      originals.first.map({ $0.mark.line > entry.keyMark.line }) == true,
      let pieces = pieces(
        originals.map(\.mark.line), from: entry.keyMark.line, to: piece.endLine)
    else { return Self.yaml(YAMLValue(.map([entry]))) }
    let indent = String(lines[originals[0].mark.line - 1].prefix { $0 == " " })
    var text = String(lines[entry.keyMark.line - 1]) + "\n" + pieces.head
    var unused = Set(originals.indices)
    for value in values {
      if let same = unused.sorted().first(where: { originals[$0] == value }) {
        unused.remove(same)
        text += pieces.all[same].lead + pieces.all[same].body
        continue
      }
      let named = unused.sorted().first { originals[$0]["name"] == value["name"] }
      if let named, value["name"] != nil {
        unused.remove(named)
        text += pieces.all[named].lead
      }
      text += Self.item(value, indent: indent)
    }
    return text + pieces.tail
  }

  private func isItem(_ value: YAMLValue) -> Bool {
    let line = lines[value.mark.line - 1]
    return line.drop { $0 == " " }.hasPrefix("- ")
  }
}

extension DocumentText {
  /// Lines of the text that belong together, and the comments before them.
  private struct Piece {
    var lead: String
    var body: String
    var endLine: Int
  }

  /// Cuts lines after `start` up to `end` where something begins; nil when two begin on one line.
  private func pieces(
    _ begins: [Int], from start: Int, to end: Int
  ) -> (head: String, all: [Piece], tail: String)? {
    guard zip(begins, begins.dropFirst()).allSatisfy({ $0 < $1 }), (begins.first ?? end + 1) > start
    else { return nil }
    var all: [Piece] = []
    var lead = ""
    let first = begins.first.map { $0 - 1 } ?? end
    for line in lines[start..<max(start, first)] { lead += line + "\n" }
    for (place, begin) in begins.enumerated() {
      let next = place + 1 < begins.count ? begins[place + 1] - 1 : end
      let body = lines[(begin - 1)..<next]
      let own = body.count - body.reversed().prefix(while: { isComment($0) }).count
      let text = body.prefix(own).map { $0 + "\n" }.joined()
      all.append(Piece(lead: lead, body: text, endLine: begin - 1 + own))
      lead = body.dropFirst(own).map { $0 + "\n" }.joined()
    }
    // The last line feed ends a line and begins none.
    if end == lines.count, lead.hasSuffix("\n") { lead.removeLast() }
    return ("", all, lead)
  }

  private func isComment(_ line: Substring) -> Bool {
    let text = line.drop { $0 == " " }
    return text.isEmpty || text.hasPrefix("#")
  }

  private static func item(_ value: YAMLValue, indent: String) -> String {
    yaml(.list([value])).split(separator: "\n").map { indent + $0 + "\n" }.joined()
  }

  private static func yaml(_ value: YAMLValue) -> String {
    guard !value.entries.isEmpty || !value.items.isEmpty else { return "{}\n" }
    return (try? serialize(node: node(value), width: -1, allowUnicode: true)) ?? ""
  }

  private static func node(_ value: YAMLValue) -> Node {
    switch value.content {
    case .scalar(let text, let isPlain):
      let style: Node.Scalar.Style = isPlain || isPlainText(text) ? .plain : .doubleQuoted
      return .scalar(Node.Scalar(text, Tag(.implicit), style))
    case .list(let values):
      let isShort = values.allSatisfy { if case .scalar = $0.content { true } else { false } }
      return .sequence(
        Node.Sequence(values.map { node($0) }, Tag(.implicit), isShort ? .flow : .block))
    case .map(let entries):
      return .mapping(
        Node.Mapping(
          entries.map { (node(.text($0.key)), node($0.value)) }, Tag(.implicit),
          entries.isEmpty ? .flow : .block))
    }
  }

  /// Whether a text without quotes is read as the same text.
  private static func isPlainText(_ text: String) -> Bool {
    let plain = YAMLValue(.scalar(text, isPlain: true))
    return !plain.isNothing && plain.number == nil && plain.flag == nil
      && !text.contains { $0.isNewline } && !text.hasPrefix(" ") && !text.hasSuffix(" ")
  }
}
