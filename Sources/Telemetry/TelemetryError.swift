/// Why a telemetry page cannot be written or read; its description is the line the user sees.
public enum TelemetryError: Error, Equatable, CustomStringConvertible {
  /// No host of this user runs.
  case noRunningHost
  /// The process asked for is not a running host.
  case notRunning(processID: Int32)
  /// The process has a telemetry page already.
  case alreadyPublishing(processID: Int32)
  /// The page was written by another version of the program.
  case layoutVersion(processID: Int32, found: UInt32, expected: UInt32)
  /// The shared memory of that name is not a telemetry page, or only a part of one.
  case notATelemetryPage(name: String)
  /// The page belongs to another user.
  case foreignPage(name: String)
  /// The host was killed while it wrote; the page holds no whole frame.
  case interruptedWrite(processID: Int32)
  /// The host stopped in the middle of a write, or writes without pause.
  case busy(processID: Int32)
  /// The writer has ended and publishes no more.
  case ended
  /// A system call failed with this errno.
  case system(operation: String, code: Int32)

  /// What happened and what to do, in one line.
  public var description: String {
    switch self {
    case .noRunningHost:
      "no running host found; start one with `tactus run SESSION`"
    case .notRunning(let processID):
      "process \(processID) is not a running host"
    case .alreadyPublishing(let processID):
      "process \(processID) publishes its telemetry already; a process has one page"
    case .layoutVersion(let processID, let found, let expected):
      "host \(processID) publishes telemetry layout \(found), this program reads layout "
        + "\(expected); use the meter of the same version as the host"
    case .notATelemetryPage(let name):
      "shared memory \(name) is not a whole telemetry page"
    case .foreignPage(let name):
      "shared memory \(name) belongs to another user; not read"
    case .interruptedWrite(let processID):
      "host \(processID) was killed while it wrote its telemetry"
    case .busy(let processID):
      "host \(processID) does not finish writing its telemetry; is it stopped?"
    case .ended:
      "the telemetry page has ended"
    case .system(let operation, let code):
      "telemetry: \(operation): \(SystemMessage.text(for: code))"
    }
  }
}
