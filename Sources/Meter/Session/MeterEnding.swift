/// Why the meter ended.
public enum MeterEnding: Sendable, Equatable, CustomStringConvertible {
  /// A key was pressed that leaves.
  case key(Character)
  /// `MeterSession.stop()` was called.
  case stopped
  /// The host ended in an orderly way.
  case hostEnded(processID: Int32)
  /// The host's process is gone without a word.
  case hostKilled(processID: Int32)
  /// A signal asked for the end.
  case signal(Int32)
  /// The terminal was closed.
  case terminalGone

  /// What happened, in one line.
  public var description: String {
    switch self {
    case .key: "left"
    case .stopped: "stopped"
    case .hostEnded: "host ended"
    case .hostKilled(let processID): "host \(processID) was killed"
    case .signal(let signal): "ended by signal \(signal)"
    case .terminalGone: "the terminal was closed"
    }
  }
}

/// What the meter does after a key.
public enum MeterKeyResponse: Sendable {
  /// Goes on.
  case proceed
  /// Ends with `MeterEnding.key`.
  case leave
}
