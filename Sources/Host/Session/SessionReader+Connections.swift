extension SessionReader {
  /// Reads `chain:`, one list of names or a list of such lists.
  func chains(_ value: YAMLValue?) -> [SessionChain] {
    guard let value else { return [] }
    guard case .list(let items) = value.content else {
      log.error(
        value.mark, "`chain:` must be a list of node names or of such lists, not \(value.summary)")
      return []
    }
    let isListOfLists = items.contains { if case .list = $0.content { true } else { false } }
    guard isListOfLists else { return chain(items, at: value.mark).map { [$0] } ?? [] }
    return items.compactMap { item in
      guard case .list(let names) = item.content else {
        log.error(item.mark, "a chain must be a list of node names, not \(item.summary)")
        return nil
      }
      return chain(names, at: item.mark)
    }
  }

  private func chain(_ items: [YAMLValue], at mark: SourceMark) -> SessionChain? {
    let members = items.compactMap { item -> SessionChain.Member? in
      if let name = item.text, !name.isEmpty { return .init(name: name, mark: item.mark) }
      log.error(item.mark, "a chain is made of node names, not \(item.summary)")
      return nil
    }
    // With a member missing its neighbours must not be joined.
    guard members.count == items.count else { return nil }
    guard members.count > 1 else {
      log.error(mark, "a chain needs two nodes or more")
      return nil
    }
    return SessionChain(members: members, mark: mark)
  }

  /// Reads `connections:`.
  func connections(_ file: inout YAMLSection) -> [SessionConnection] {
    (file.list("connections", of: "connections") ?? []).compactMap(connection)
  }

  private func connection(_ value: YAMLValue) -> SessionConnection? {
    switch value.content {
    case .map:
      guard var section = YAMLSection(value, place: "a connection", log: log) else { return nil }
      let from = section.requiredText("from").flatMap { end($0.text[...], at: $0.mark) }
      let to = section.requiredText("to").flatMap { end($0.text[...], at: $0.mark) }
      let compensates = section.flag("compensate")
      section.finish()
      guard let from, let to else { return nil }
      return SessionConnection(from: from, to: to, compensates: compensates)
    case .scalar(let text, let isPlain):
      guard let arrow = text.firstRange(of: "->") else { break }
      let offset = text.distance(from: text.startIndex, to: arrow.upperBound) + (isPlain ? 0 : 1)
      let toMark = SourceMark(line: value.mark.line, column: value.mark.column + offset)
      guard let from = end(text[..<arrow.lowerBound], at: value.mark),
        let to = end(text[arrow.upperBound...], at: toMark)
      else { return nil }
      return SessionConnection(from: from, to: to)
    case .list:
      break
    }
    log.error(value.mark, "a connection is written NODE:PORT -> NODE:PORT, not \(value.summary)")
    return nil
  }

  /// Reads `node:port`; a port's name may hold further colons.
  private func end(_ text: Substring, at mark: SourceMark) -> SessionConnection.End? {
    let leading = text.prefix { $0.isWhitespace }.count
    let mark = SourceMark(line: mark.line, column: mark.column + leading)
    let words = trimmed(text).split(separator: ":", maxSplits: 1).map { trimmed($0) }
    guard words.count == 2, !words.contains("") else {
      log.error(mark, "an end of a connection is written NODE:PORT, not `\(trimmed(text))`")
      return nil
    }
    return .init(node: String(words[0]), port: String(words[1]), mark: mark)
  }

  private func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...last]
  }
}
