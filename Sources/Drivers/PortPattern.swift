// Control side.
import Glibc

/// What ports are looked for: a port's name, a shell pattern over names, or a `/regular expression/`.
///
/// In a shell pattern `*` stands for any characters, `?` for one, `[ab]` for one of these; a name
/// that happens to have such characters is found all the same. Regular expressions are POSIX
/// extended ones, and match anywhere in a name unless anchored.
public struct PortPattern: Sendable, Equatable, CustomStringConvertible {
  /// Why a text is no pattern.
  public struct Problem: Error, Sendable, Equatable {
    /// What is the matter, in one line.
    public let message: String
  }

  /// The pattern as it was written.
  public let text: String
  private let expression: RegularExpression?

  /// Reads a pattern.
  ///
  /// Thread: control.
  public init(_ text: String) throws(Problem) {
    guard !text.isEmpty else { throw Problem(message: "a port's name cannot be empty") }
    self.text = text
    guard text.utf8.count > 1, text.hasPrefix("/"), text.hasSuffix("/") else {
      expression = nil
      return
    }
    expression = try RegularExpression(String(text.dropFirst().dropLast()))
  }

  /// The pattern as it was written.
  public var description: String { text }

  /// Whether it names one port only.
  ///
  /// Thread: control.
  public var isExact: Bool { expression == nil && !text.contains { "*?[".contains($0) } }

  /// Whether a port of this name is meant.
  ///
  /// Thread: control. The corresponding C functions are `fnmatch` and `regexec`.
  public func matches(_ name: String) -> Bool {
    if let expression { return expression.matches(name) }
    return name == text || (!isExact && fnmatch(text, name, 0) == 0)
  }

  /// Whether both were written alike.
  public static func == (one: PortPattern, other: PortPattern) -> Bool { one.text == other.text }
}

/// A POSIX extended regular expression; `regexec` may be called by several threads.
private final class RegularExpression: @unchecked Sendable {
  private var compiled = regex_t()

  init(_ text: String) throws(PortPattern.Problem) {
    let code = regcomp(&compiled, text, REG_EXTENDED | REG_NOSUB)
    guard code != 0 else { return }
    var message = [CChar](repeating: 0, count: 128)
    regerror(code, &compiled, &message, message.count)
    let reason = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    throw PortPattern.Problem(message: "/\(text)/ is no regular expression: \(reason)")
  }

  deinit { regfree(&compiled) }

  func matches(_ name: String) -> Bool { regexec(&compiled, name, 0, nil, 0) == 0 }
}
