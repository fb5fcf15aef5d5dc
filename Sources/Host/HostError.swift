/// Why the host cannot do what was asked, and how the process should end.
public struct HostError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The exit codes of sysexits.h a user of the command meets.
  public enum Code: Int32, Sendable {
    /// The command line makes no sense.
    case usage = 64
    /// The session is wrong.
    case badSession = 65
    /// A device, server or plugin is not there.
    case unavailable = 69
    /// A fault of the host's own.
    case `internal` = 70
    /// The user may not do that.
    case permission = 77
  }

  /// Creates an error; each line of `message` stands on its own.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// How the process should end.
  public let code: Code
  /// What happened and what to do.
  public let message: String
  /// The message.
  public var description: String { message }
}
