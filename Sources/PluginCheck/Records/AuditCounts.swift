/// What an audit counted beside what the sanitizer tells.
public struct AuditCounts: Sendable, Codable, Equatable {
  /// Periods that were watched.
  public var periods = 0
  /// Those that took longer than they last.
  public var latePeriods = 0
  /// Those with page faults.
  public var faultyPeriods = 0
  /// All of their page faults.
  public var pageFaults = 0
  /// Whether memory was locked, as that of a host that plays is.
  public var isLocked = false

  /// Creates counts of nothing.
  public init() {}
}
