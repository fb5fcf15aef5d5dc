import Telemetry

/// Names the cause of a period that went wrong, from what is known of it.
///
/// Where several things were wrong, the one comes first that explains the others: memory that had to
/// be brought makes a node late, and so does another thread on its processor. Between a late wake and
/// long work, the longer counts.
enum CauseDiagnosis {
  static func cause(of evidence: CauseEvidence) -> FoundCause {
    let (kind, sentence) = judgment(of: evidence)
    return FoundCause(
      effect: evidence.effect, kind: kind, sentence: sentence,
      periodNanoseconds: evidence.record?.length ?? 0,
      spans: CauseSpans.spans(of: evidence), isNews: kind != .lateNode && kind != .unknown)
  }

  private static func judgment(of evidence: CauseEvidence) -> (CauseKind, String) {
    guard let record = evidence.record else {
      return (
        .unknown,
        "the periods around this \(evidence.effect.rawValue) were in time: nothing that was "
          + "measured explains it"
      )
    }
    guard record.isLate else { return ofBreak(record, evidence) }
    let isWakeLonger = record.wakeDelay >= record.work
    if isWakeLonger, record.wakeDelay >= record.length / 4 {
      return ofWake(record.wakeDelay, evidence)
    }
    if let cause = ofFaults(record, evidence) { return cause }
    if let cause = ofPreemption(record, evidence) { return cause }
    return ofWork(record, evidence)
  }

  /// A period that was done in time, but came long after the one before.
  private static func ofBreak(
    _ record: PeriodRecord, _ evidence: CauseEvidence
  ) -> (CauseKind, String) {
    if record.isOverslept { return ofWake(record.wakeDelay, evidence) }
    let gap = record.asked - record.beforeRan
    if evidence.threads.waitedNanoseconds >= gap / 4 {
      return ofWake(evidence.threads.waitedNanoseconds, evidence)
    }
    return (.deviceStall, "\(evidence.device) asked for no period for \(PlainDuration(gap))")
  }

  private static func ofWake(_ late: Int64, _ evidence: CauseEvidence) -> (CauseKind, String) {
    let begin = "the audio thread woke \(PlainDuration(late)) late: "
    guard let hog = evidence.hog else {
      return (
        .lateWake,
        begin + "nothing above our \(evidence.scheduling) was seen to run, so the kernel, an "
          + "interrupt or the machine itself kept it"
      )
    }
    let place = hog.isOnProcessor ? "on its processor above" : "above"
    return (.lateWake, begin + "\(hog.description) ran \(place) our \(evidence.scheduling)")
  }

  /// About what it takes to bring a page that needs no disk.
  private static let nanosecondsPerFault: Int64 = 1_000

  private static func ofFaults(
    _ record: PeriodRecord, _ evidence: CauseEvidence
  ) -> (CauseKind, String)? {
    let threads = evidence.threads
    let minorCost = threads.minorFaults * nanosecondsPerFault
    guard threads.majorFaults > 0 || minorCost >= record.length / 4 else { return nil }
    let count = threads.minorFaults + threads.majorFaults
    let faults = count == 1 ? "a page fault" : "\(count) page faults"
    let disk = threads.majorFaults > 0 ? ", \(threads.majorFaults) of them from the disk," : ""
    return (.pageFault, "the audio thread had \(faults)\(disk) while it ran \(subject(evidence))")
  }

  private static func ofPreemption(
    _ record: PeriodRecord, _ evidence: CauseEvidence
  ) -> (CauseKind, String)? {
    let waited = evidence.threads.waitedNanoseconds
    guard evidence.threads.involuntarySwitches > 0, waited >= record.work / 2 else { return nil }
    let end = "for \(PlainDuration(waited)) while it ran \(subject(evidence))"
    guard let hog = evidence.hog else {
      return (.preempted, "the audio thread was kept from its processor \(end)")
    }
    return (.preempted, "\(hog.description) ran in place of the audio thread \(end)")
  }

  /// A period whose work took too long.
  private static func ofWork(
    _ record: PeriodRecord, _ evidence: CauseEvidence
  ) -> (CauseKind, String) {
    let length = PlainDuration(record.length)
    if !evidence.lateNodes.names.isEmpty {
      let nodes = evidence.lateNodes.description
      guard let took = evidence.lateNodes.tookNanoseconds else {
        return (.lateNode, "\(nodes) did not come back within the period of \(length), nor since")
      }
      return (.lateNode, "\(nodes) took \(PlainDuration(took)) of a period of \(length)")
    }
    if let longest = evidence.longestNode, longest.nanoseconds >= record.work / 2 {
      let took = PlainDuration(longest.nanoseconds)
      return (.lateNode, "\(longest.node) took \(took) of a period of \(length)")
    }
    if !record.isComplete, evidence.sharedThreads > 1 {
      return (
        .lateThread,
        "a helping thread was not done when the period of \(length) had to be closed"
      )
    }
    let work = "the work took \(PlainDuration(record.work)) of a period of \(length)"
    guard let costliest = evidence.costliest, costliest.nanoseconds >= record.length / 2 else {
      return (.unknown, "\(work), and no node was timed meanwhile")
    }
    return (
      .lateNode,
      "\(work), most of it in \(costliest.node), which takes \(PlainDuration(costliest.nanoseconds))"
        + " as a rule"
    )
  }

  /// What the audio thread was at.
  private static func subject(_ evidence: CauseEvidence) -> String {
    if !evidence.lateNodes.names.isEmpty { return evidence.lateNodes.description }
    return evidence.longestNode?.node ?? "the graph"
  }
}

extension CauseEvidence {
  /// The node that took longest in this very period, if they were timed.
  fileprivate var longestNode: (node: String, nanoseconds: Int64)? {
    nodes.map { (node: $0.name, nanoseconds: $0.endNanoseconds - $0.startNanoseconds) }
      .max { $0.nanoseconds < $1.nanoseconds }
  }
}
