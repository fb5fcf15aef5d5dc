/// What an audit counted in periods that the sanitizer did not watch, since its reports take time.
public struct AuditCounts: Sendable, Codable, Equatable {
  /// Periods that were counted.
  public internal(set) var periods = 0
  /// Those of at least 64 frames that took longer than they last.
  public internal(set) var latePeriods = 0
  /// Those with page faults.
  public internal(set) var faultyPeriods = 0
  /// All of their page faults.
  public internal(set) var pageFaults = 0
  /// Whether memory was locked, as that of a host that plays is.
  public internal(set) var isLocked = false
}
