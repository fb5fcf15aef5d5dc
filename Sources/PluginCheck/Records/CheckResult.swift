/// What a child found out about a plugin that did not end it.
struct CheckResult: Sendable, Codable, Equatable {
  /// Why there is no instance of it, when there is none.
  var refusal: String?
  /// Whether it lacks something of this host's, rather than failed.
  var isUnsupported = false
  var findings: [CheckFinding] = []
  /// The latency it tells with its parameters at their defaults.
  var latencyFrames: Int?
  /// Whether two instances play the same.
  var isDeterministic: Bool?
  var times: CheckTimes?
  /// Periods watched, late and with page faults, when it is audited.
  var audit: AuditCounts?
}
