import Telemetry

/// Puts together what belongs together: what the driver has counted, and the periods that tell why.
struct CauseFinder {
  /// Periods after a break, or begun late: one counts once the driver has counted something too.
  private var breaks: [PeriodRecord] = []
  /// What the driver has counted, as long as no period tells why.
  private var awaited: CauseEffect?
  /// The last period that was told of.
  private var lastNumber: UInt64 = 0

  /// The causes of what happened since the last look, oldest first; `hog` is asked who ran before the
  /// audio thread, for at least so many nanoseconds, where that matters.
  mutating func look(
    _ material: CauseMaterial, hog: (_ atLeast: Int64) -> Hog?
  ) -> [FoundCause] {
    material.crashes.map(Self.crash) + material.refusals.map(Self.refusal)
      + periods(material, hog: hog)
  }

  private static func crash(_ node: String, _ what: String) -> FoundCause {
    FoundCause(
      effect: .crash, kind: .sandboxCrash,
      sentence: "the sandbox of \(node) \(what); its input went through", isNews: false)
  }

  private static func refusal(_ queue: String, _ count: UInt64) -> FoundCause {
    let items = count == 1 ? "an item was refused" : "\(count) items were refused"
    return FoundCause(
      effect: .loss, kind: .queueFull, sentence: "the queue \(queue) was full: \(items)")
  }

  private mutating func periods(
    _ material: CauseMaterial, hog: (_ atLeast: Int64) -> Hog?
  ) -> [FoundCause] {
    let counted: CauseEffect? = material.stalls > 0 ? .stall : material.xruns > 0 ? .xrun : awaited
    var records = material.late
    if counted != nil { records += breaks + material.breaks }
    records.sort { $0.number < $1.number }
    breaks = counted == nil ? material.breaks : []
    guard !records.isEmpty else {
      defer { awaited = awaited == nil && !material.isLast ? counted : nil }
      guard let counted, awaited != nil || material.isLast else { return [] }
      return [CauseDiagnosis.cause(of: CauseEvidence(effect: counted))]
    }
    awaited = nil
    return found(records, counted, material, hog: hog)
  }

  /// One cause for each kind: a bad moment makes a dozen periods late for the same reason.
  private mutating func found(
    _ records: [PeriodRecord], _ counted: CauseEffect?, _ material: CauseMaterial,
    hog: (_ atLeast: Int64) -> Hog?
  ) -> [FoundCause] {
    var found: [FoundCause] = []
    for record in records {
      defer { lastNumber = record.number }
      // The one before was late, and told of; this one only waited for it.
      let isConsequence = record.carriedOver > max(record.wakeDelay, record.work)
      if isConsequence, record.number == lastNumber + 1 { continue }
      var evidence = material.circumstances
      evidence.record = record
      evidence.effect = counted ?? (record.isComplete ? .late : .miss)
      if record.isComplete { evidence.lateNodes = LateNodes() }
      evidence.nodes = evidence.nodes(within: record)
      if record.mayHaveMetHog(evidence.threads) { evidence.hog = hog(record.missing / 2) }
      let cause = CauseDiagnosis.cause(of: evidence)
      if !found.contains(where: { $0.kind == cause.kind }) { found.append(cause) }
    }
    return found
  }
}

extension PeriodRecord {
  /// How long the audio thread was somewhere else, as far as its own times tell.
  fileprivate var missing: Int64 { max(wakeDelay, min(work, length)) }

  /// Whether somebody else may have had the processor.
  fileprivate func mayHaveMetHog(_ threads: ThreadGrowth) -> Bool {
    wakeDelay >= length / 4 || threads.waitedNanoseconds >= min(work, length) / 2
  }
}

extension CauseEvidence {
  /// The nodes that were timed in a period, from the moment that was asked for.
  ///
  /// Before, they are told on the clock.
  fileprivate func nodes(within record: PeriodRecord) -> [CauseSpan] {
    nodes.filter {
      $0.startNanoseconds >= record.ran && $0.endNanoseconds <= record.closed
    }.map {
      CauseSpan(
        lane: $0.lane, name: $0.name, startNanoseconds: $0.startNanoseconds - record.asked,
        endNanoseconds: $0.endNanoseconds - record.asked)
    }
  }
}
