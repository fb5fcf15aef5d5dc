public import Foundation
internal import Recording
import Telemetry

/// A recording as one HTML file that needs nothing else, neither files nor a network.
///
/// It is well-formed XML too. Moments are told in the time zone of `zone`.
public struct ReportDocument {
  private let digest: RecordingDigest
  private let clock: DayTime

  /// A report of what `digest` tells.
  public init(_ digest: RecordingDigest, zone: TimeZone = .current) {
    self.digest = digest
    clock = DayTime(zone)
  }

  /// The file's text.
  ///
  /// - Thread: any.
  public var html: String {
    let sections: [Markup?] = [
      ReportHeader(digest: digest, clock: clock).markup,
      section(
        "load", "Load",
        "Share of each period that its work took: the area has the highest, the line the mean.",
        [LoadChart(digest: digest, clock: clock).markup]),
      section("causes", "What went wrong", nil, CauseList(digest: digest, clock: clock).markup),
      section(
        "durations", "How late, how long",
        "Since the host started, on logarithmic scales. Of 1,000 times, p99.9 is the longest of 999.",
        DurationCards(frame: digest.last).markup),
      section(
        "nodes", "Cost of the nodes",
        "Share of the period each took: dark what half of all periods did not exceed (p50), light "
          + "p99, the mark the highest. Names in bold lie on the longest way.",
        nodes),
      section(
        "levels", "Levels", "The loudest sample of each moment, in decibels of full scale.",
        levels),
      section("events", "Events", nil, events),
    ]
    let page: Markup = """
      <!DOCTYPE html>
      <html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><meta charset="utf-8"/>\
      <meta name="viewport" content="width=device-width, initial-scale=1"/>\
      <meta name="color-scheme" content="light dark"/>\
      <title>\(digest.title) · Tactus report</title><style>\(Stylesheet.markup)</style></head>
      <body><main>\(sections.compactMap(\.self))<footer>Made by Tactus from \
      \(Figures.count(digest.frameCount)) frames\(damage).</footer></main>\
      <div id="tip" role="status"></div><script>\(Stylesheet.script)</script></body></html>

      """
    return page.text
  }

  private func section(
    _ id: String, _ title: String, _ note: String?, _ content: [Markup]
  ) -> Markup? {
    guard !content.isEmpty else { return nil }
    let line: Markup = note.map { "<p class=\"note\">\($0)</p>" } ?? ""
    return "<section id=\"\(id)\"><h2>\(title)</h2>\(line)\(content)</section>\n"
  }

  private var damage: String {
    guard digest.damagedFrames > 0 else { return "" }
    return "; \(Figures.count(digest.damagedFrames)) could not be read"
  }

  private var nodes: [Markup] {
    let nodes = digest.last.nodes
    guard !nodes.isEmpty else { return [] }
    let left = nodes.count - NodeChart.most
    let rest: Markup =
      left > 0 ? "<p class=\"note\">\(Figures.count(left)) cheaper ones are not shown.</p>" : ""
    return [NodeChart(nodes: nodes).markup, rest]
  }

  private var levels: [Markup] {
    guard !digest.channels.isEmpty else { return [] }
    let charts = digest.channels.indices.map { channel -> Markup in
      let chart = LevelChart(digest: digest, channel: channel, clock: clock)
      return """
        <figure><figcaption>\(chart.name) <b>\(Figures.decibels(chart.highest))</b></figcaption>\
        \(chart.markup)</figure>
        """
    }
    return ["<div class=\"pair\">\(charts)</div>"]
  }

  private var events: [Markup] {
    guard !digest.events.isEmpty else { return [] }
    let rows = digest.events.map { event -> Markup in
      """
      <tr><td class="time">\(clock.time(event.unixNanoseconds))</td>\
      <td>\(event.content.text)</td></tr>
      """
    }
    return ["<table class=\"events\"><tbody>\(rows)</tbody></table>"]
  }
}

extension RecordingDigest {
  /// What the report is called.
  var title: String { last.session.isEmpty ? "Session" : last.session }
}
