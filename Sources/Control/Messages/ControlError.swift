/// Why a request is refused: a code for programs and a sentence for people.
public struct ControlError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of refusal it is; clients may rely on these words.
  public enum Code: String, CaseIterable, Sendable {
    /// The line is not JSON, or not an object.
    case malformed
    /// The line has more bytes than a request may have.
    case tooLong
    /// Lists and objects lie too deep in each other.
    case tooDeep
    /// The token is wrong, where one is needed.
    case unauthorized
    /// The request is of another version of the protocol.
    case unsupportedVersion
    /// There is no such command.
    case unknownCommand
    /// There is no such field.
    case unknownField
    /// A field that must be there is not.
    case missingField
    /// A field has a value of another kind.
    case wrongType
    /// A value is not among those that are allowed.
    case outOfRange
    /// The command cannot be part of a transaction, or not at a frame time.
    case notAnEdit
    /// No node, parameter, snapshot or file has that name.
    case notFound
    /// It contradicts what is there: a name that is taken, a connection that closes a loop.
    case conflict
    /// The frame time has passed.
    case tooLate
    /// The host has too much to do just now.
    case busy
    /// The host cannot do this at all.
    case unsupported
    /// It was tried and failed; the sentence says why.
    case failed
  }

  /// What kind of refusal it is.
  public let code: Code
  /// What is wrong and, where that helps, what to do.
  public let message: String

  /// Creates a refusal.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The sentence.
  public var description: String { message }

  var value: JSONValue { ["code": .text(code.rawValue), "message": .text(legibleMessage)] }

  /// The sentence as a client can read it, whatever another client had put into it: a text of the
  /// protocol has no zeros, and an end.
  private var legibleMessage: String {
    var legible = String.UnicodeScalarView()
    var count = 0
    for scalar in message.unicodeScalars {
      let written: Unicode.Scalar =
        scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
      count += UTF8.width(written)
      guard count <= ControlLimits.textBytes else { break }
      legible.append(written)
    }
    return legible.isEmpty ? code.rawValue : String(legible)
  }
}
