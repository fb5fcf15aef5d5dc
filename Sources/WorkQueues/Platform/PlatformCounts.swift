// Control side.

/// How often a shared platform was started and locked.
struct PlatformCounts {
  private(set) var startups = 0
  /// Locks that were asked for, less those given back.
  var explicitLocks = 0
  /// Result objects there are.
  private var results = 0
  /// Locks of result objects that are gone, kept for the next ones.
  private var keptLocks = 0

  var locks: Int { (startups > 0 ? 1 : 0) + explicitLocks + results + keptLocks }

  var isShutDown: Bool { startups <= 0 || locks <= 0 }

  /// Counts a startup; true for the first.
  mutating func startup() -> Bool {
    startups += 1
    return startups == 1
  }

  /// Counts a shutdown; true for the last.
  mutating func shutdown() -> Bool {
    guard startups > 0 else { return false }
    startups -= 1
    if startups == 0 { keptLocks = 0 }
    return startups == 0
  }

  mutating func resultCreated() {
    results += 1
    if keptLocks > 0 { keptLocks -= 1 }
  }

  mutating func resultReleased() {
    results -= 1
    if startups > 0 { keptLocks += 1 }
  }
}
