import Foundation
import Recording
import Telemetry
import TelemetryTestSupport
import TestSupport
import Testing

@testable import Report

@Suite("Report") struct ReportDocumentTests {
  private let directory: ScratchDirectory
  private var path: String { directory.path + "/night.tactusrec" }

  init() throws { directory = try ScratchDirectory() }

  @Test func isWellFormed() throws {
    let html = try report {
      $0.addCause(); $0.addEvent("a <b> & \"c\" 'd' \u{1}")
    }
    #expect(try Tags.check(html) > 500)
    #expect(html.contains("a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; \u{fffd}"))
  }

  @Test(.enabled(if: Tools.isInstalled("xmllint"), "xmllint is not installed"))
  func pleasesXMLLint() throws {
    try directory.write(try report { $0.addCause() }, to: "report.html")
    let file = directory.path + "/report.html"
    let outcome = try RunningProgram(["xmllint", "--noout", "--nonet", file]).wait()
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func needsNothingElse() throws {
    let html = try report { $0.addCause() }
    let links = html.matches(of: /(?:src|href|url)\s*[=(]\s*"?([^">)]*)/).map { String($0.1) }
    #expect(!links.isEmpty && links.allSatisfy { $0.hasPrefix("#cause-") })
    #expect(!html.contains("@import") && !html.contains("<link"))
  }

  @Test func linksLeadToCauses() throws {
    let html = try report { $0.addCause() }
    for link in html.matches(of: /href="#([^"]*)"/) {
      #expect(html.contains("<article id=\"\(link.1)\">"))
    }
  }

  @Test func tellsTheFiguresOfTheRecording() throws {
    var sentences: [String] = []
    let html = try report { sentences.append($0.addCause().sentence) }
    let frame = try #require(try frames().last).content
    #expect(html.contains("<dd>\(frame.driver.xruns)</dd><dt>xruns</dt>"))
    #expect(html.contains("<dd>\(sentences.count)</dd><dt>causes found</dt>"))
    for sentence in sentences { #expect(html.contains("<p>\(sentence)</p>")) }
    let wake = Figures.duration(frame.wake.p99Nanoseconds)
    #expect(html.contains("<dd>\(wake)</dd><dt>wake-up p99</dt>"))
    for queue in frame.queues {
      #expect(html.contains("Wait in the queue \(queue.name)"))
      #expect(
        html.contains("<dt>max</dt><dd>\(Figures.duration(queue.wait.maximumNanoseconds))</dd>"))
    }
    for node in frame.nodes {
      let shares = [node.p50Share, node.p99Share, node.highestShare].map(Figures.percent)
      #expect(html.contains(">\(shares.joined(separator: " · "))</text>"))
    }
    let loads = try frames().map(\.content.load.now)
    let mean = Figures.percent(loads.reduce(0, +) / Double(loads.count))
    #expect(html.contains("<dd>\(mean)</dd><dt>mean load</dt>"))
  }

  @Test func drawsEveryBucketThatWasCounted() throws {
    let html = try report { _ in }
    let wake = try #require(try frames().last).content.wake
    for (index, count) in (wake.buckets ?? []).enumerated() where count > 0 {
      let from = Figures.duration(DurationStatus.lowerBound(ofBucket: index))
      let to = Figures.duration(DurationStatus.lowerBound(ofBucket: index + 1))
      #expect(html.contains("data-tip=\"\(from) to \(to): \(Figures.count(count, "time"))\""))
    }
  }

  @Test func isMadeOfAFrameWithoutAnything() throws {
    try write([TelemetryFrame()])
    let html = try document()
    #expect(try Tags.check(html) > 20)
    #expect(html.contains("nothing went wrong"))
  }

  @Test func isMadeOfNumbersThatAreNone() throws {
    var frame = RandomFrames(seed: 3).frame
    frame.load.now = .nan
    frame.load.highest = .infinity
    frame.load.history = [.infinity, -.infinity, .nan, 1e300]
    frame.wake.maximumNanoseconds = .min
    frame.wake.count = .max
    frame.wake.buckets = Array(repeating: .max, count: 200)
    frame.nodes[0].highestShare = .infinity
    frame.nodes[1].p99Share = .nan
    frame.levels[0].hold = .nan
    var cause = CauseStatus()
    cause.number = .max
    cause.uptimeNanoseconds = .min
    cause.spans = [CauseSpan(startNanoseconds: .max, endNanoseconds: .min)]
    frame.causes = [cause]
    var second = frame
    second.uptimeNanoseconds = .max
    second.causes[0].number = 2
    try write([frame, second])
    #expect(try Tags.check(try document()) > 100)
  }

  @Test func countsWhatGrewWhileItWasRecorded() throws {
    var frames = RandomFrames(seed: 4)
    for _ in 0..<5 { frames.addCause() }
    let first = frames.next()
    frames.addCause()
    try write([first, frames.next()])
    let digest = try RecordingDigest(of: try RecordingReader(path: path))
    #expect(digest.troubles.xruns == 1 && digest.causes.count == 6)
    #expect(digest.causes.filter { $0.nanoseconds < 0 }.count == 5)
    #expect(digest.columns.map(\.misses) == [1])
  }

  @Test func keepsHostsApart() throws {
    var first = RandomFrames(seed: 5)
    first.addCause()
    var second = RandomFrames(seed: 6)
    second.addCause()
    var later = second.next()
    later.processID += 1
    try write([first.next(), later])
    let digest = try RecordingDigest(of: try RecordingReader(path: path))
    #expect(digest.processIDs == [4711, 4712])
    #expect(digest.troubles.xruns == 0 && digest.causes.count == 2)
  }

  @Test func tellsTimesInTheZoneAskedFor() throws {
    let clock = DayTime(try #require(TimeZone(secondsFromGMT: 3600)))
    #expect(clock.time(1_763_758_227_250_000_000, places: 3) == "21:50:27.250")
    #expect(clock.moment(1_763_758_227_250_000_000).hasPrefix("2025-11-21 21:50:27 "))
  }

  /// Writes a recording of ten seconds, with `change` made to it now and then.
  private func report(_ change: (inout RandomFrames) -> Void) throws -> String {
    var random = RandomFrames(seed: 1)
    try write(
      (0..<40).map { number in
        if number % 9 == 4 { change(&random) }
        return random.next()
      })
    return try document()
  }

  private func write(_ frames: [TelemetryFrame]) throws {
    let writer = try RecordingWriter(path: path)
    for (number, frame) in frames.enumerated() {
      try writer.append(
        frame, unixNanoseconds: 1_763_758_227_000_000_000 + Int64(number) * 250_000_000,
        isLast: true)
    }
  }

  private func document() throws -> String {
    let digest = try RecordingDigest(of: try RecordingReader(path: path))
    return ReportDocument(digest, zone: .gmt).html
  }

  private func frames() throws -> [RecordedFrame] {
    let reader = try RecordingReader(path: path)
    var frames: [RecordedFrame] = []
    while let frame = try reader.next() { frames.append(frame) }
    return frames
  }
}

/// A strict look at markup: what is opened is closed, in order, and attributes are quoted.
enum Tags {
  struct Refusal: Error, CustomStringConvertible {
    var description: String
  }

  /// How many elements there are.
  static func check(_ html: String) throws -> Int {
    var rest = html[...]
    var open: [Substring] = []
    var count = 0
    while let start = rest.firstIndex(of: "<") {
      try checkText(rest[..<start])
      guard let end = rest[start...].firstIndex(of: ">") else { throw Refusal(description: "<") }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("!DOCTYPE") { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { throw Refusal(description: "\(tag)") }
        continue
      }
      let pattern = /([a-z][a-z0-9]*)((?: [a-zA-Z][a-zA-Z0-9:-]*="[^"<]*")*)(\/?)/
      guard let match = tag.wholeMatch(of: pattern) else { throw Refusal(description: "\(tag)") }
      count += 1
      if match.3.isEmpty { open.append(match.1) }
    }
    guard open.isEmpty else { throw Refusal(description: "not closed: \(open)") }
    return count
  }

  private static func checkText(_ text: Substring) throws {
    let references = text.matches(of: /&(?:amp|lt|gt|quot|#39);/).count
    guard text.filter({ $0 == "&" }).count == references else {
      throw Refusal(description: "\(text)")
    }
  }
}
