import Telemetry

/// What came of a period that went wrong.
enum CauseEffect: String {
  case xrun, stall, miss, late, crash, loss
}

/// Nodes in which threads were when a period had to be closed.
struct LateNodes: Equatable {
  var names: [String] = []
  /// How long the run took after all; nil when it has not come back.
  var tookNanoseconds: Int64?

  /// Such as `reverb` or `reverb and eq`.
  var description: String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

/// All that is known of a period that went wrong.
struct CauseEvidence {
  var effect: CauseEffect
  /// The period; nil when none around it was out of time.
  var record: PeriodRecord?
  var lateNodes = LateNodes()
  /// What the audio threads counted meanwhile.
  var threads = ThreadGrowth()
  /// Who ran before them meanwhile.
  var hog: Hog?
  /// What the audio thread has, such as `FIFO 65`.
  var scheduling = "OTHER"
  /// The node that takes most as a rule, and how long.
  var costliest: (node: String, nanoseconds: Int64)?
  /// Nodes that were timed in this very period, from the moment it was asked for.
  var nodes: [CauseSpan] = []
  /// Threads the graph is shared among.
  var sharedThreads = 1
  /// Who asks for periods, such as `the card`.
  var device = "the device"
}

/// A cause that was found.
struct FoundCause: Equatable {
  var effect: CauseEffect
  var kind: CauseKind
  var sentence: String
  var periodNanoseconds: Int64 = 0
  var spans: [CauseSpan] = []
  /// Whether what happened is told by no other event.
  var isNews = true
}
