/// What a plugin complained about, for the user.
public struct PluginMessage: Sendable, Equatable {
  /// How bad it is.
  public enum Severity: String, Sendable {
    case warning
    case error
  }

  /// Creates a message; `text` is one line.
  public init(severity: Severity, text: String) {
    self.severity = severity
    self.text = text
  }

  /// How bad it is.
  public var severity: Severity
  /// What it said, in one line.
  public var text: String
}

extension PluginInstance {
  /// Nothing, for a format whose plugins have nobody to tell.
  public func takeMessages() -> [PluginMessage] { [] }
}
