/// One mapping while it is read: hands out typed values, and reports what is wrong with them.
///
/// Every key asked for is a known key; `finish` reports the others.
struct YAMLSection {
  /// What messages call the section, such as "`device:`" or "node `amp`".
  let place: String
  let mark: SourceMark
  let log: ProblemLog
  private let entries: [String: YAMLEntry]
  private let order: [String]
  private var known: [String] = []

  /// Reads `value` as a mapping; nil, and a problem, when it is something else.
  init?(_ value: YAMLValue, place: String, log: ProblemLog) {
    guard case .map(let entries) = value.content else {
      log.error(value.mark, "\(place) must be a mapping of keys to values, not \(value.summary)")
      return nil
    }
    self.init(entries, mark: value.mark, place: place, log: log)
  }

  /// A section that was not written.
  init(emptyAt mark: SourceMark, place: String, log: ProblemLog) {
    self.init([], mark: mark, place: place, log: log)
  }

  private init(_ entries: [YAMLEntry], mark: SourceMark, place: String, log: ProblemLog) {
    self.place = place
    self.mark = mark
    self.log = log
    self.entries = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
    order = entries.map(\.key)
  }

  /// The same section under another name, once it is known.
  func renamed(_ place: String) -> YAMLSection {
    YAMLSection(order.compactMap { entries[$0] }, mark: mark, place: place, log: log)
  }

  /// Every entry, for sections whose keys are names.
  var all: [YAMLEntry] { order.compactMap { entries[$0] } }

  /// The entry of `key`, nil when it was not written.
  mutating func entry(_ key: String) -> YAMLEntry? {
    known.append(key)
    return entries[key]
  }

  /// The value of `key` to look at, nil when it was not written.
  func value(_ key: String) -> YAMLValue? { entries[key]?.value }

  /// Whether `key` was written at all.
  func has(_ key: String) -> Bool { entries[key] != nil }

  /// Takes every key for known: without knowing what the section is, none can be judged.
  mutating func acceptEveryKey() { known += order }

  /// Reports every key nobody asked for.
  func finish() {
    for key in order where !known.contains(key) {
      guard let entry = entries[key] else { continue }
      log.error(
        entry.keyMark,
        "unknown key `\(key)` in \(place)" + NearestName.hint(for: key, among: known))
    }
  }
}

// MARK: - Typed values

extension YAMLSection {
  /// A section under `key`, empty when it was not written or is no mapping.
  mutating func section(_ key: String) -> YAMLSection {
    let empty = YAMLSection(emptyAt: mark, place: "`\(key):`", log: log)
    guard let value = entry(key)?.value else { return empty }
    return YAMLSection(value, place: "`\(key):`", log: log) ?? empty
  }

  /// The items of a list under `key`; nil when it was not written or is no list.
  mutating func list(_ key: String, of items: String) -> [YAMLValue]? {
    guard let value = entry(key)?.value else { return nil }
    guard case .list(let values) = value.content else {
      log.error(value.mark, "`\(key):` must be a list of \(items), not \(value.summary)")
      return nil
    }
    return values
  }

  /// Text under `key`, with its place.
  mutating func text(_ key: String) -> (text: String, mark: SourceMark)? {
    guard let value = entry(key)?.value else { return nil }
    guard let text = value.text, !text.isEmpty else {
      log.error(value.mark, "`\(key):` must be text, not \(value.summary)")
      return nil
    }
    return (text, value.mark)
  }

  /// Text that must be there.
  mutating func requiredText(_ key: String) -> (text: String, mark: SourceMark)? {
    guard has(key) else {
      _ = entry(key)
      log.error(mark, "\(place) needs `\(key):`")
      return nil
    }
    return text(key)
  }

  /// A whole number within `range`.
  mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = entry(key)?.value else { return nil }
    guard let number = value.integer, range.contains(number) else {
      log.error(
        value.mark,
        "`\(key):` must be a whole number from \(range.lowerBound) to \(range.upperBound), "
          + "not \(value.summary)")
      return nil
    }
    return number
  }

  /// A number within `range`; `unit` is for messages.
  mutating func number(_ key: String, in range: ClosedRange<Double>, unit: String) -> Double? {
    guard let value = entry(key)?.value else { return nil }
    guard let number = value.number, range.contains(number) else {
      log.error(
        value.mark,
        "`\(key):` must be a number from \(range.lowerBound.short) to \(range.upperBound.short) "
          + "\(unit), not \(value.summary)")
      return nil
    }
    return number
  }

  /// True or false.
  mutating func flag(_ key: String) -> Bool? {
    guard let value = entry(key)?.value else { return nil }
    guard let flag = value.flag else {
      log.error(value.mark, "`\(key):` must be true or false, not \(value.summary)")
      return nil
    }
    return flag
  }

  /// One of the words an enumeration has.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) -> Choice? {
    guard let value = entry(key)?.value else { return nil }
    if let text = value.text, let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    log.error(
      value.mark,
      "`\(key):` must be one of \(names.joined(separator: ", ")), not \(value.summary)")
    return nil
  }
}

extension Double {
  /// As a person writes it: without `.0`.
  var short: String {
    Int(exactly: self).map(String.init) ?? String(self)
  }
}
