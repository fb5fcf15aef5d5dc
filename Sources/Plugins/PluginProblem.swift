/// Something on a plugin path that could not be read, and is therefore missing from the list.
public struct PluginProblem: Error, Sendable, Equatable, Codable, CustomStringConvertible {
  /// Creates a problem; `message` is the rest of a line that starts with the path.
  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }

  /// Creates the problem of a library that ended a process.
  package init(fault message: String, at path: String) {
    self.init(path: path, message: message)
    isFault = true
  }

  /// The bundle, library or file.
  public var path: String
  /// What is wrong with it.
  public var message: String
  /// Whether it ended the process that tried, or kept it from going on.
  public private(set) var isFault = false
  /// Both, in one line.
  public var description: String { "\(path): \(message)" }
}
