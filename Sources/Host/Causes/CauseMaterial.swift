/// What one look for causes has found since the look before.
struct CauseMaterial {
  /// Periods that were late, and such that came after a break and were in time.
  var late: [PeriodRecord] = []
  var breaks: [PeriodRecord] = []
  /// Xruns and stalls the driver has counted.
  var xruns: UInt64 = 0
  var stalls: UInt64 = 0
  /// All that goes with a period, whichever it is.
  var circumstances = CauseEvidence(effect: .late)
  /// Items that queues refused.
  var refusals: [(queue: String, count: UInt64)] = []
  /// Sandboxes that ended.
  var crashes: [(node: String, what: String)] = []
  /// Whether there is no other look.
  var isLast = false
}
