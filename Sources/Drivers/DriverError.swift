/// Why a driver cannot run.
public struct DriverError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What the user can do about it.
  public enum Code: String, Sendable {
    /// No such device or server.
    case unavailable
    /// Someone else has it.
    case busy
    /// The user may not use it.
    case permissionDenied
    /// It cannot do what was asked.
    case unsupported
    /// Anything else the device or library said.
    case failed
  }

  /// Creates an error; `message` is one line for the user.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// What the user can do about it.
  public let code: Code
  /// What happened, which device, and what to do, in one line.
  public let message: String
  /// The message.
  public var description: String { message }
}
