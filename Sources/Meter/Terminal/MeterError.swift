public import Telemetry

/// Why the meter cannot be shown; its description is the line the user sees.
public enum MeterError: Error, Equatable, CustomStringConvertible {
  /// Output or input is not a terminal.
  case notATerminal
  /// The terminal's type, as `TERM` says, is not known.
  case unknownTerminal(name: String)
  /// The terminal can only write one line after the other.
  case noCursor(name: String)
  /// This process shows a meter already.
  case alreadyShown
  /// The host's telemetry cannot be read.
  case telemetry(TelemetryError)
  /// The recording cannot be played on.
  case recording(FrameSourceError)

  /// What happened and what to do, in one line.
  public var description: String {
    switch self {
    case .notATerminal:
      "the meter needs a terminal; use `tactus meter --once` to print a single frame"
    case .unknownTerminal(let name):
      "terminal type '\(name)' is not known; set TERM, for example to xterm-256color"
    case .noCursor(let name):
      "terminal type '\(name)' cannot move its cursor; set TERM, or use `tactus meter --once`"
    case .alreadyShown:
      "this process shows a meter already"
    case .telemetry(let error):
      "\(error)"
    case .recording(let error):
      "\(error)"
    }
  }
}
