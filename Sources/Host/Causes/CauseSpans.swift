import Telemetry

/// Draws the time line of a period that went wrong.
enum CauseSpans {
  private static let thread = "audio thread"
  private static let limit = 24

  /// The spans, from the moment the device asked for the period.
  static func spans(of evidence: CauseEvidence) -> [CauseSpan] {
    guard let record = evidence.record else { return [] }
    return Array((device(record) + audio(record, evidence) + hog(record, evidence)).prefix(limit))
  }

  private static func device(_ record: PeriodRecord) -> [CauseSpan] {
    let period = CauseSpan(lane: "device", name: "period", endNanoseconds: record.length)
    guard record.isAfterBreak else { return [period] }
    let gap = record.asked - record.beforeRan
    let silence = CauseSpan(
      lane: "device", name: "no period", startNanoseconds: record.length - gap, endNanoseconds: 0)
    return [silence, period]
  }

  private static func audio(_ record: PeriodRecord, _ evidence: CauseEvidence) -> [CauseSpan] {
    let asked = record.asked
    func span(_ name: String, _ start: Int64, _ end: Int64) -> [CauseSpan] {
      guard end > start else { return [] }
      return [
        CauseSpan(
          lane: thread, name: name, startNanoseconds: start - asked, endNanoseconds: end - asked)
      ]
    }
    let free = max(asked, min(record.ran, record.beforeClosed))
    let work = evidence.lateNodes.names.isEmpty ? "work" : evidence.lateNodes.description
    return span("period before", asked, free) + span("not running", free, record.ran)
      + span(work, record.ran, record.performed)
      + span("closing", record.performed, record.closed) + evidence.nodes
  }

  private static func hog(_ record: PeriodRecord, _ evidence: CauseEvidence) -> [CauseSpan] {
    guard let hog = evidence.hog else { return [] }
    return [
      CauseSpan(
        lane: hog.name, name: hog.scheduling, endNanoseconds: max(0, record.ran - record.asked))
    ]
  }
}
