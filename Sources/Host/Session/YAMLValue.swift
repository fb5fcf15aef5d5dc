/// One value of a YAML file, with the place it stands at.
struct YAMLValue: Sendable, Equatable {
  /// What the value is.
  enum Content: Sendable, Equatable {
    /// Text; `isPlain` when it was written without quotes and may stand for a number.
    case scalar(String, isPlain: Bool)
    case list([YAMLValue])
    case map([YAMLEntry])
  }

  var content: Content
  let mark: SourceMark

  /// Whether they say the same, wherever they stand.
  ///
  /// Quotes make no difference around what is a text without them.
  static func == (left: YAMLValue, right: YAMLValue) -> Bool {
    guard case .scalar(let text, let isPlain) = left.content,
      case .scalar(let other, let isOtherPlain) = right.content, isPlain != isOtherPlain
    else { return left.content == right.content }
    let plain = YAMLValue(content: .scalar(text, isPlain: true), mark: left.mark)
    return text == other && !plain.isNothing && plain.number == nil && plain.flag == nil
  }

  /// Whether nothing was written: `key:` and no more, `~` or `null`.
  var isNothing: Bool {
    guard case .scalar(let text, true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The text of a scalar, nil for anything else and for nothing.
  var text: String? {
    guard case .scalar(let text, _) = content, !isNothing else { return nil }
    return text
  }

  /// The finite number an unquoted scalar stands for.
  var number: Double? {
    guard case .scalar(let text, true) = content else { return nil }
    return YAMLNumber.double(text)
  }

  /// The whole number an unquoted scalar stands for, also written as `48e3`.
  var integer: Int? {
    guard case .scalar(let text, true) = content else { return nil }
    return YAMLNumber.integer(text)
  }

  /// The truth value an unquoted scalar stands for.
  var flag: Bool? {
    guard case .scalar(let text, true) = content else { return nil }
    switch text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: return nil
    }
  }

  /// What the value is, for messages.
  var summary: String {
    switch content {
    case _ where isNothing: "nothing"
    case .scalar(let text, true): "`\(text.prefix(60))`"
    case .scalar(let text, false): "the text \"\(text.prefix(60))\""
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}

/// One `key: value` of a mapping.
struct YAMLEntry: Sendable, Equatable {
  let key: String
  let keyMark: SourceMark
  var value: YAMLValue

  /// Whether they say the same, wherever they stand.
  static func == (left: YAMLEntry, right: YAMLEntry) -> Bool {
    left.key == right.key && left.value == right.value
  }
}
