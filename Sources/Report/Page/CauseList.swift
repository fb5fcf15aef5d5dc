import Recording
import Telemetry

/// The causes, the last one first, each with its sentence and the time line of its period.
struct CauseList {
  /// Causes shown at most.
  static let most = 100

  let digest: RecordingDigest
  let clock: DayTime

  var markup: [Markup] {
    guard !digest.causes.isEmpty else {
      let line =
        digest.troubles.xruns > 0
        ? "No cause was recorded for what went wrong."
        : "Nothing: every period was ready in time."
      return ["<p class=\"note\">\(line)</p>"]
    }
    let left = digest.causes.count - Self.most
    let rest: Markup =
      left > 0
      ? "<p class=\"note\">The last \(Self.most); \(Figures.count(left)) came before them.</p>" : ""
    return [rest] + digest.causes.suffix(Self.most).reversed().map(card)
  }

  /// What links to a cause.
  static func anchor(_ cause: RecordedCause) -> String {
    "cause-\(cause.content.number)-\(cause.unixNanoseconds)"
  }

  private func card(_ cause: RecordedCause) -> Markup {
    let content = cause.content
    let line: Markup = CauseTimeline(cause: content).markup ?? ""
    let early: Markup =
      cause.nanoseconds < 0 ? " <span class=\"kind\">before the recording</span>" : ""
    return """
      <article id="\(Self.anchor(cause))"><h3><time>\(clock.time(cause.unixNanoseconds, places: 3))\
      </time> <span class="effect">\(content.effect)</span> \
      <span class="kind">\(CauseWords.name(content.kind))</span>\(early)</h3>\
      <p>\(content.sentence)</p>\(line)</article>

      """
  }
}
