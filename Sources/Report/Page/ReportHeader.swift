import Foundation
import Telemetry

/// What the report is of, and what there is to say in a sentence.
struct ReportHeader {
  let digest: RecordingDigest
  let clock: DayTime

  var markup: Markup {
    """
    <header><p class="brand">Tactus report</p><h1>\(digest.title)</h1>\
    <p class="verdict \(isGood ? "good" : "bad")">\(Verdict(digest).text)</p>\
    <dl class="tiles">\(tiles)</dl><dl class="facts">\(facts)</dl></header>

    """
  }

  private var isGood: Bool {
    digest.causes.isEmpty && digest.troubles.xruns == 0 && digest.troubles.losses == 0
      && digest.troubles.stalls == 0
  }

  private var tiles: [Markup] {
    let frame = digest.last
    var tiles = [
      ("recorded", Figures.span(digest.durationNanoseconds)),
      ("xruns", Figures.count(digest.troubles.xruns)),
      ("causes found", Figures.count(digest.causes.count)),
      ("mean load", Figures.percent(digest.meanLoad)),
      ("highest load", Figures.percent(digest.highestLoad)),
    ]
    if frame.wake.count > 0 {
      tiles.append(("wake-up p99", Figures.duration(frame.wake.p99Nanoseconds)))
    }
    return tiles.map { "<div><dd>\($0.1)</dd><dt>\($0.0)</dt></div>" }
  }

  private var facts: [Markup] {
    let frame = digest.last
    let driver = frame.driver
    let processes = digest.processIDs.map { "process \($0)" }.joined(separator: ", ")
    let end = digest.startUnixNanoseconds &+ digest.durationNanoseconds
    let isNamed = !frame.instance.isEmpty && frame.instance != "\(frame.processID)"
    let facts = [
      ("Host", isNamed ? "\(frame.instance) (\(processes))" : processes),
      ("Session", digest.title),
      ("Device", [driver.name, driver.device].filter { !$0.isEmpty }.joined(separator: ", ")),
      ("Rate", "\(Figures.count(driver.rate)) Hz"),
      ("Period", period),
      ("Latency", latency),
      ("From", clock.moment(digest.startUnixNanoseconds)),
      ("To", clock.moment(end)),
      ("Version", digest.program.isEmpty ? "not told" : digest.program),
    ]
    return facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }
  }

  private var period: String {
    let driver = digest.last.driver
    let frames = "\(Figures.count(driver.periodFrames)) frames × \(driver.periods)"
    guard driver.rate > 0 else { return frames }
    let nanoseconds = Double(driver.periodFrames) / Double(driver.rate) * 1e9
    return "\(frames) (\(Figures.duration(nanoseconds)) each)"
  }

  private var latency: String {
    let frame = digest.last
    guard frame.driver.rate > 0 else { return "not told" }
    func text(_ frames: Int) -> String {
      Figures.duration(Double(frames) / Double(frame.driver.rate) * 1e9)
    }
    return "\(text(frame.driver.latencyFrames)) device, \(text(frame.graph.latencyFrames)) graph"
  }
}
