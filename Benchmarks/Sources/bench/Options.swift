/// What the command line asks for.
struct Options {
  static let usage = "usage: bench [--rounds N] [--seconds N] [--only TRIAL] [--json FILE]"

  var rounds = 7
  /// No further round is begun after this, once there are enough.
  var seconds = 220.0
  /// Only the trials whose name begins so; empty for all.
  var only = ""
  var jsonPath: String?

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw UsageError(description: Self.usage) }
      switch (name, Int(value)) {
      case ("--rounds", let number?) where number > 0: rounds = number
      case ("--seconds", let number?): seconds = Double(number)
      case ("--only", _): only = value
      case ("--json", _): jsonPath = value
      default: throw UsageError(description: Self.usage)
      }
    }
  }

}

/// An unknown option, or one without its value.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}
