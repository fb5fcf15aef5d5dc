import Glibc

/// Why a control socket cannot be opened or reached; its description is the line the user sees.
public enum ControlSocketError: Error, Equatable, CustomStringConvertible {
  /// The name would be no file's name, or too long for a socket.
  case badName(String)
  /// A running host answers at that name.
  case inUse(path: String)
  /// The directory or the socket is not this user's alone.
  case foreign(path: String)
  /// No host listens there.
  case noHost(path: String)
  /// The host speaks another version of the protocol, or something else.
  case notUnderstood(String)
  /// The host closed the connection.
  case closed
  /// The host did not answer in time.
  case timedOut
  /// A system call failed with this errno.
  case system(operation: String, code: Int32)

  static func last(_ operation: String) -> ControlSocketError {
    .system(operation: operation, code: errno)
  }

  /// What happened and what to do, in one line.
  public var description: String {
    switch self {
    case .badName(let name): "\"\(name)\" cannot be the name of a control socket"
    case .inUse(let path): "a running host listens at \(path); give this one another name"
    case .foreign(let path): "\(path) is not this user's alone; remove it or change its rights"
    case .noHost(let path): "no host listens at \(path); start one with `tactus run SESSION`"
    case .notUnderstood(let reason): "the host is not understood: \(reason)"
    case .closed: "the host closed the connection"
    case .timedOut: "the host does not answer"
    case .system(let operation, let code):
      "control socket: \(operation): " + (strerror(code).map { String(cString: $0) } ?? "\(code)")
    }
  }
}
