extension YAMLValue {
  /// A value that was not read.
  init(_ content: Content) { self.init(content: content, mark: .start) }

  /// A text that is one whatever it looks like.
  static func text(_ text: String) -> YAMLValue { YAMLValue(.scalar(text, isPlain: false)) }

  static func number(_ number: Double) -> YAMLValue {
    YAMLValue(.scalar(number.short, isPlain: true))
  }

  /// A number as a float has it: with no more digits than tell it from its neighbours.
  static func number(_ number: Float) -> YAMLValue {
    .number(Double("\(number)") ?? Double(number))
  }

  static func flag(_ flag: Bool) -> YAMLValue {
    YAMLValue(.scalar(flag ? "true" : "false", isPlain: true))
  }

  static func list(_ values: [YAMLValue]) -> YAMLValue { YAMLValue(.list(values)) }

  /// A mapping without entries.
  static var emptyMap: YAMLValue { YAMLValue(.map([])) }

  /// The entries of a mapping; none of anything else.
  var entries: [YAMLEntry] {
    get { if case .map(let entries) = content { entries } else { [] } }
    set { content = .map(newValue) }
  }

  /// The values of a list; none of anything else.
  var items: [YAMLValue] {
    get { if case .list(let values) = content { values } else { [] } }
    set { content = .list(newValue) }
  }

  /// The value of a key in a mapping; nil removes the entry, a new one goes to the end.
  subscript(key: String) -> YAMLValue? {
    get { entries.first { $0.key == key }?.value }
    set {
      guard let place = entries.firstIndex(where: { $0.key == key }) else {
        guard let newValue else { return }
        return entries.append(YAMLEntry(key: key, keyMark: .start, value: newValue))
      }
      if let newValue { entries[place].value = newValue } else { entries.remove(at: place) }
    }
  }
}
