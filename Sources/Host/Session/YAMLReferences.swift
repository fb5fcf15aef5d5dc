/// Finds anchors and aliases (`&name`, `*name`) before a file is parsed.
///
/// A few nested aliases stand for billions of values, and comparing mapping keys alone can take for
/// ever; so session files do without them. Scalars are told apart only as far as that needs.
struct YAMLReferences {
  private var flowDepth = 0
  private var quote: Unicode.Scalar?
  private var isComment = false
  private var isTag = false
  /// A new value may begin here.
  private var isStart = true
  private var wasSpace = true
  private var wasQuoted = false

  /// The first anchor or alias of `text`.
  static func first(in text: String) -> SourceMark? {
    var scanner = YAMLReferences()
    var mark = SourceMark.start
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      if scalar == "\n" {
        scanner.endLine()
        mark = SourceMark(line: mark.line + 1, column: 1)
        continue
      }
      let step = scanner.step(scalar, next: scalars.first)
      if step == .reference { return mark }
      if step == .skipNext { _ = scalars.popFirst() }
      mark.column += step == .skipNext ? 2 : 1
    }
    return nil
  }

  private enum Step { case goOn, skipNext, reference }

  private mutating func endLine() {
    isComment = false
    isTag = false
    wasSpace = true
    if quote == nil { isStart = true }
  }

  private mutating func step(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) -> Step {
    if isComment { return .goOn }
    if let quote { return stepInQuotes(quote, scalar, next: next) }
    defer { wasSpace = isBlank(scalar) }
    if isBlank(scalar) {
      isTag = false
      return .goOn
    }
    if scalar == "#", wasSpace {
      isComment = true
      return .goOn
    }
    if isTag { return .goOn }
    return isStart ? begin(scalar, next: next) : goOn(scalar, next: next)
  }

  private mutating func stepInQuotes(
    _ quote: Unicode.Scalar, _ scalar: Unicode.Scalar, next: Unicode.Scalar?
  ) -> Step {
    if quote == "\"", scalar == "\\", next != "\n" { return .skipNext }
    guard scalar == quote else { return .goOn }
    if quote == "'", next == "'" { return .skipNext }
    self.quote = nil
    wasQuoted = true
    wasSpace = false
    return .goOn
  }

  /// The first character of a value, or of what may stand before one.
  private mutating func begin(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) -> Step {
    switch scalar {
    case "&" where !isBlankOrEnd(next), "*" where !isBlankOrEnd(next):
      return .reference
    case "[", "{":
      flowDepth += 1
    case ",", "]", "}":
      return goOn(scalar, next: next)
    case "-" where isBlankOrEnd(next), "?" where isBlankOrEnd(next), ":" where isBlankOrEnd(next):
      break
    case "!":
      isTag = true
    case "\"", "'":
      quote = scalar
      isStart = false
    default:
      isStart = false
    }
    return .goOn
  }

  /// A character inside or behind a value.
  private mutating func goOn(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) -> Step {
    defer { wasQuoted = false }
    switch scalar {
    case ":" where isBlankOrEnd(next) || (flowDepth > 0 && wasQuoted):
      isStart = true
    case "," where flowDepth > 0:
      isStart = true
    case "]" where flowDepth > 0, "}" where flowDepth > 0:
      flowDepth -= 1
      isStart = false
    default:
      isStart = false
    }
    return .goOn
  }

  private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\r"
  }

  private func isBlankOrEnd(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return true }
    return isBlank(scalar) || scalar == "\n"
  }
}
