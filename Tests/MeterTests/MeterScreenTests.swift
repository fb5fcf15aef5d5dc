import Foundation
import Telemetry
import Testing

@testable import Meter

@Suite("Meter screen") struct MeterScreenTests {
  private static let sizes = [(80, 24), (200, 60), (160, 50), (40, 10), (41, 11), (20, 5), (1, 1)]

  private func lines(
    _ frame: TelemetryFrame, _ columns: Int = 80, _ rows: Int = 24,
    page: MeterPage = .overview, glyphs: GlyphSet = .full
  ) -> [StyledLine] {
    MeterScreen(frame, page: page, glyphs: glyphs)
      .lines(size: MeterSize(columns: columns, rows: rows))
  }

  private func text(_ lines: [StyledLine]) -> String {
    lines.map(\.text).joined(separator: "\n")
  }

  /// Frames of every kind that could spoil the layout.
  private static var frames: [TelemetryFrame] {
    [
      TelemetryFrame(), .sample(), .sample(queues: 0), .sample(nodes: 100, levels: 64, events: 40),
      .sample(queues: 32, nodes: 256), .sample(workers: 5), .sample(workers: 128), wide, absurd,
      notNumbers, .sample(troubles: 2), .sample(queues: 32, nodes: 256, troubles: 32),
    ]
  }

  /// Names of wide characters, marks, control codes and changes of direction.
  private static var wide: TelemetryFrame {
    var frame = TelemetryFrame.sample()
    let names = [
      String(repeating: "拍子", count: 60), "e\u{301}\u{302}\u{303}\u{304}\u{305}", "a\u{1B}[2Jb\tc",
      "\u{202E}reversed\u{200B}", "👩‍👩‍👧‍👦🇩🇪❤️", "\u{301}first", "\u{FFFF}\u{10FFFF}", "", "Größe",
    ]
    frame.session = names[0]
    frame.state = names[4]
    frame.driver.device = names[3]
    frame.driver.reason = names[0]
    frame.queues = names.map { name in
      var queue = QueueStatus.sample(0)
      (queue.name, queue.taskClass, queue.policy) = (name, name, name)
      return queue
    }
    frame.workers = names.map { name in
      var worker = WorkerStatus.sample(name, queue: name)
      (worker.kind, worker.policy) = (name, name)
      return worker
    }
    frame.nodes = names.map { name in
      var node = NodeStatus.sample(name, share: 0.5)
      node.kind = name
      return node
    }
    frame.levels = names.map { .sample($0, peak: 0.5, hold: 0.5) }
    frame.troubles = names.map { TroubleStatus(node: $0, text: $0) }
    frame.events = names.map { EventStatus(text: $0) }
    return frame
  }

  /// The largest and the smallest of everything.
  private static var absurd: TelemetryFrame {
    var frame = TelemetryFrame.sample()
    frame.uptimeNanoseconds = .max
    frame.driver.rate = .max
    frame.driver.periodFrames = .max
    frame.driver.latencyFrames = .min
    frame.driver.xruns = .max
    frame.load = LoadStatus(now: 1e300, highest: -1e300, history: [1e300, -1e300, -0.0])
    frame.queues = [Int.max, .min].map { number in
      var queue = QueueStatus.sample(0)
      (queue.workers, queue.priority, queue.depth) = (number, number, number)
      (queue.highestDepth, queue.capacity) = (number, number)
      (queue.itemsPerSecond, queue.load, queue.refused) = (Double(number), Double(number), .max)
      queue.wait.p99Nanoseconds = Int64(number)
      return queue
    }
    frame.workers = [Int.max, .min].map { number in
      var worker = WorkerStatus.sample("absurd", queue: "")
      (worker.priority, worker.nice, worker.load) = (number, number, Double(number))
      (worker.threadID, worker.performed) = (.min, .max)
      return worker
    }
    frame.nodes = [.sample("big", share: 1e300), .sample("small", share: -1e300)]
    frame.levels = [
      .sample("big", peak: .greatestFiniteMagnitude, hold: -.greatestFiniteMagnitude),
      .sample("small", peak: -0.0, hold: .leastNonzeroMagnitude),
    ]
    frame.events = [EventStatus(uptimeNanoseconds: .min, text: "early")]
    frame.leftOut.nodes = .max / 2
    return frame
  }

  /// What is not a number, and what is beyond all numbers.
  private static var notNumbers: TelemetryFrame {
    var frame = TelemetryFrame.sample()
    frame.load = LoadStatus(now: .nan, highest: .infinity, history: [.nan, .infinity, -.infinity])
    frame.queues[0].load = .nan
    frame.queues[0].itemsPerSecond = .infinity
    frame.nodes = [.sample("nan", share: .nan), .sample("inf", share: .infinity)]
    frame.nodes[0].meanNanoseconds = .nan
    frame.levels = [
      .sample("nan", peak: .nan, hold: .nan), .sample("inf", peak: .infinity, hold: -.infinity),
    ]
    return frame
  }

  @Test(arguments: sizes, GlyphSet.allCases)
  func everyLineFitsExactly(size: (columns: Int, rows: Int), glyphs: GlyphSet) {
    for frame in Self.frames {
      for page in MeterPage.allCases { check(frame, page, size, glyphs) }
    }
  }

  private func check(
    _ frame: TelemetryFrame, _ page: MeterPage, _ size: (columns: Int, rows: Int),
    _ glyphs: GlyphSet
  ) {
    let lines = lines(frame, size.columns, size.rows, page: page, glyphs: glyphs)
    #expect(lines.count == size.rows)
    for line in lines {
      #expect(line.cells == size.columns, "\(line.text)")
      #expect(CellText.cells(of: line.text) == size.columns, "\(line.text)")
      #expect(CellText.clean(line.text, for: glyphs) == line.text)
    }
  }

  @Test func noCellsAtAllIsNoCrash() {
    #expect(lines(.sample(), 0, 0).isEmpty)
    #expect(lines(.sample(), -1, -1).isEmpty)
  }

  @Test func smallestTerminalShowsStateLoadAndLevels() {
    let lines = lines(.sample(), 30, 4)
    #expect(lines[0].text.hasPrefix("● running    25 %"))
    #expect(lines[1].text.contains("playback_1") && lines[3].text.contains("playback_3"))
  }

  @Test func overviewShowsTheEssentialsIn40By10() {
    let text = text(lines(.sample(troubles: 1), 40, 10))
    for part in ["● running", "25 %", "max 61 %", "xruns 0", "playback_3", "-12.0", "muted: NaN"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func overviewShowsWhatMattersIn80By24() {
    let text = text(lines(.sample()))
    for part in [
      "1 overview", "5 causes", "demo", "max 61 %", "xruns 0", "misses 0", "up 0:01:23",
      "alsa hw:0",
      "48 kHz", "256 × 2 frames", "latency 10.7 ms (512 frames)", "playback_4", "-12.0", "-6.0",
      "event 2", "q quit", "process 4711",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test func loadAndStateAreLarge() {
    for (columns, rows, height) in [(80, 24, 3), (120, 40, 5), (200, 60, 8)] {
      let figure = lines(.sample(), columns, rows).map(\.text).filter { $0.contains("█") }
      let word = BigText("running").lines(scale: 1, style: .good, glyphs: .full)
      #expect(figure.count >= height)
      guard height == 3 else { continue }
      for (line, part) in zip(lines(.sample())[2...4], word) {
        #expect(line.text.contains(part.text))
      }
    }
  }

  @Test func queuesPageShowsAllOfTheSelectedQueue() {
    var frame = TelemetryFrame.sample(workers: 2)
    frame.queues[0].depths = [7, 8, 9]
    frame.queues[0].savedWakes = 321
    frame.queues[0].missedDeadlines = 12
    frame.queues[0].wait.p999Nanoseconds = 777_000
    frame.workers[0].lane = [
      LaneSpan(name: "guitar", startNanoseconds: 0, endNanoseconds: 3_000_000)
    ]
    let text = text(lines(frame, page: .queues))
    for part in [
      "Pro Audio", "FIFO 84", "1/12", "1.54k", "12.3 µs", "34 %", "p99.9", "777 µs", "missed 12",
      "wakes saved 321", "priority", "thread0", "█guitar█", "5.33 ms",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test func graphPageShowsNodesInOrderOfCostAndHowTheyStand() throws {
    var frame = TelemetryFrame.sample(nodes: 4)
    for index in 0..<4 { frame.nodes[index].meanNanoseconds = Double(index) * 1000 }
    frame.nodes[0].isCritical = true
    frame.nodes[1].isBypassed = true
    frame.nodes[2].isSandboxed = true
    frame.nodes[2].isLate = true
    frame.nodes[2].late = 3
    frame.nodes[3].isMuted = true
    let rows = lines(frame, page: .graph)
    let places = try (0..<4).map { number in
      try #require(
        rows.firstIndex {
          $0.text.contains("node\(number) ") && $0.text.contains("µs")
            || $0.text.hasPrefix(" node\(number) ")
        })
    }
    #expect(places == places.sorted(by: >))
    #expect(rows[places[0]].text.contains("◆"))
    #expect(rows[places[1]].text.contains("bypassed"))
    #expect(rows[places[2]].text.contains("3 late sandboxed"))
    #expect(rows[places[3]].text.contains("muted"))
    #expect(text(rows).contains("critical path"))
  }

  @Test func timerPageShowsWhatComesNextAndLateness() {
    var frame = TelemetryFrame.sample()
    frame.timer.scheduled = 2
    frame.timer.lateness = DurationStatus(count: 1, p99Nanoseconds: 45_600)
    frame.wake = DurationStatus(count: 1, maximumNanoseconds: 1_900_000)
    frame.timer.next = [
      ScheduledStatus(
        name: "beat", queue: "cycle", dueNanoseconds: 41_700_000,
        intervalNanoseconds: 625_000_000),
      ScheduledStatus(name: "fade", queue: "control", dueNanoseconds: -5, intervalNanoseconds: 0),
    ]
    let text = text(lines(frame, page: .timer))
    for part in [
      "2 scheduled", "45.6 µs", "1.90 ms", "beat", "41.7 ms", "625 ms", "fade", "due", "once",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func causesPageDrawsThePeriodOfTheNewest() throws {
    var frame = TelemetryFrame.sample()
    #expect(text(lines(frame, page: .causes)).contains("No xrun and no miss so far."))
    frame.causes = [.sample(1), .sample(2)]
    let rows = lines(frame, page: .causes)
    let screen = text(rows)
    for part in [
      "late node", "reverb 2 took too long", "device", "worker", "5.00 ms", "the deadline",
    ] {
      #expect(screen.contains(part), "\(part)")
    }
    let lane = try #require(rows.first { $0.text.hasPrefix(" worker") })
    #expect(lane.runs.contains { $0.style == .alarm && $0.text.contains("█") })
    let device = try #require(rows.first { $0.text.hasPrefix(" device") })
    #expect(device.runs.contains { $0.style == .caution && $0.text == "│" })
  }

  @Test func helpTellsEveryKey() {
    let text = text(lines(.sample(), page: .help))
    for part in ["bypass", "mute", "snapshots", "fade out", "count from zero", "leave", "Tab"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(arguments: [(80, 24, 1), (40, 10, 3)])
  func helpHasTheHintWholeBelowTheKeys(columns: Int, rows: Int, linesOfHint: Int) {
    var view = MeterView()
    view.page = .help
    view.hint = "the page is at http://127.0.0.1:8080/#0123456789abcdef"
    let lines = MeterScreen(.sample(), view: view, glyphs: .full)
      .lines(size: MeterSize(columns: columns, rows: rows)).map {
        $0.text.trimmingCharacters(in: .whitespaces)
      }
    let begin = lines.firstIndex { $0.hasPrefix("the page is at") } ?? 0
    // The address has no place to be broken at.
    let hint = lines[begin..<begin + linesOfHint].joined().filter { $0 != " " }
    #expect(hint == view.hint?.filter { $0 != " " })
    #expect(lines[begin - 1] == "")
    #expect(lines[1..<begin].joined().contains("select the next") || rows < 20)
    #expect(lines.contains { $0.hasPrefix("1 to 5") })
  }

  @Test func whatDoesNotFitIsCounted() {
    let frame = TelemetryFrame.sample(queues: 20, nodes: 100, levels: 30, events: 32)
    for (page, title, name, count) in [
      (MeterPage.queues, "QUEUES", "queue", 20), (.graph, "NODE", "node", 100),
      (.overview, "LEVELS", "playback_", 30), (.overview, "EVENTS", "event ", 32),
    ] {
      let rows = lines(frame, page: page).map(\.text)
      let shown = rows.filter { $0.dropFirst().hasPrefix(name) || $0.contains(" \(name)") }
      #expect(
        rows.contains { $0.contains("\(title) … \(count - Self.entries(shown, name)) more") },
        "\(title)")
    }
  }

  /// How many different entries are named.
  private static func entries(_ rows: [String], _ name: String) -> Int {
    let pattern = "\(name)\\d+ "
    return Set(
      rows.compactMap { row in
        row.range(of: pattern, options: .regularExpression).map { String(row[$0]) }
      }
    ).count
  }

  @Test func whatThePageLeftOutIsCountedToo() {
    var frame = TelemetryFrame.sample()
    frame.leftOut.nodes = 44
    #expect(text(lines(frame, page: .graph)).contains("NODE … 44 more"))
    #expect(!text(lines(frame, page: .queues)).contains("QUEUES …"))
  }

  @Test func troubleIsALineForEachNodeAboveAllElse() throws {
    var frame = TelemetryFrame.sample(queues: 3, workers: 9, nodes: 40, levels: 8, events: 32)
    #expect(!text(lines(frame)).contains("TROUBLE"))
    let words = [
      "muted: NaN in its output 1, 3 times", "late: its input is played until it comes back",
      "crashed with SIGSEGV; its sandbox restarts",
      "late in its sandbox: 12 periods without it",
      "in quarantine since it did not come back within 1.0 s",
    ]
    frame.troubles = words.enumerated().map {
      TroubleStatus(node: "guitar-\($0.offset)", text: $0.element)
    }
    let lines = lines(frame)
    let heading = try #require(lines.firstIndex { $0.text.hasPrefix(" TROUBLE") })
    let levels = try #require(lines.firstIndex { $0.text.hasPrefix(" LEVELS") })
    #expect(heading < levels)
    for (number, words) in words.enumerated() {
      let row = lines[heading + 1 + number]
      #expect(row.text.hasPrefix(" guitar-\(number)") && row.text.contains(words))
      #expect(row.runs.contains { $0.text.contains(words) && $0.style == .alarm })
    }
    #expect(text(lines).contains("EVENTS"))
  }

  @Test func troubleThatDoesNotFitIsCountedAndCutToItsLine() {
    var frame = TelemetryFrame.sample(troubles: 32)
    frame.leftOut.troubles = 4
    let screen = text(lines(frame))
    let shown = screen.components(separatedBy: "muted: NaN").count - 1
    #expect((2..<32).contains(shown))
    #expect(screen.contains("TROUBLE … \(36 - shown) more"))
    frame.troubles = [TroubleStatus(node: "amp", text: String(repeating: "failed ", count: 40))]
    #expect(lines(frame).count { $0.text.contains("failed") } == 1)
  }

  @Test func newestEventsStay() {
    let text = text(lines(.sample(nodes: 100, events: 32)))
    #expect(text.contains("event 31"))
    #expect(!text.contains("event 0"))
  }

  @Test func driverIsInShortWordsWhereFullOnesDoNotFit() {
    var frame = TelemetryFrame.sample()
    frame.driver.device = "front:CARD=USB,DEV=0"
    #expect(text(lines(frame, 120)).contains("256 × 2 frames · latency 10.7 ms (512 frames)"))
    #expect(text(lines(frame)).contains(" · 256 × 2 · latency 10.7 ms (512 fr) "))
  }

  @Test func longEventGoesOnInASecondRow() {
    var frame = TelemetryFrame.sample(events: 0)
    let words = (1...16).map { "word\($0)" }.joined(separator: " ")
    frame.events = [EventStatus(text: "first"), EventStatus(text: words)]
    let wide = lines(frame, 80, 40).map(\.text)
    #expect(wide.contains { $0.hasPrefix("  0:00:00 word1 ") && $0.contains("word11 ") })
    #expect(wide.contains { $0.hasPrefix("          word12 ") && $0.contains("word16 ") })
  }

  @Test func largerTerminalShowsTheHistoryAcrossThePage() {
    let rows = lines(.sample(), 160, 50)
    #expect(rows.contains { $0.text.hasPrefix(" LOAD  share of the period") })
    #expect(rows.contains { $0.text.hasPrefix(" 100 % ") })
  }

  @Test func asciiIsAllASCII() {
    for page in MeterPage.allCases {
      for frame in Self.frames {
        let isASCII = text(lines(frame, page: page, glyphs: .ascii)).allSatisfy { $0.isASCII }
        #expect(isASCII)
      }
    }
  }

  @Test func noticeStandsInTheFooter() throws {
    var view = MeterView()
    view.notice = "does not answer"
    let screen = MeterScreen(.sample(), view: view, glyphs: .full)
    let lines = screen.lines(size: MeterSize(columns: 80, rows: 24))
    let footer = try #require(lines.last)
    #expect(footer.runs.contains { $0.text.contains("does not answer") && $0.style == .alarm })
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
