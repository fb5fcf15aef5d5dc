/// How much an event matters to whoever keeps the log.
public enum EventSeverity: Sendable {
  /// What a user wants to know while all is well.
  case notice
  /// The sound suffered, or may.
  case warning
}
