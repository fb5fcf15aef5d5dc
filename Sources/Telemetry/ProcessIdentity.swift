import Glibc

/// A process told apart from a later one with the same id, by the moment it started.
struct ProcessIdentity: Equatable, Sendable {
  let processID: Int32
  /// Clock ticks from the machine's start to the process's; 0 when unknown.
  let startTicks: UInt64

  init(processID: Int32, startTicks: UInt64) {
    self.processID = processID
    self.startTicks = startTicks
  }

  /// The process that has this id now.
  init(of processID: Int32) {
    self.init(processID: processID, startTicks: Self.startTicks(of: processID) ?? 0)
  }

  /// Whether this very process still runs; one that waits to be reaped does not.
  var isAlive: Bool {
    guard processID > 0, kill(processID, 0) == 0 || errno == EPERM else { return false }
    guard let now = Self.startTicks(of: processID) else { return !Self.canReadProcesses }
    return startTicks == 0 || now == startTicks
  }

  /// Field 22 of `/proc/<pid>/stat`; nil when there is no such process, or only its remains.
  static func startTicks(of processID: Int32) -> UInt64? {
    guard let text = SmallFile.read("/proc/\(processID)/stat") else { return nil }
    // The name, in parentheses, may hold anything, also spaces and parentheses.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return UInt64(fields[19])
  }

  private static var canReadProcesses: Bool { startTicks(of: getpid()) != nil }
}
