import Telemetry
import Testing

@testable import Meter

@Suite("Meter screen") struct MeterScreenTests {
  private static let sizes = [(80, 24), (200, 60), (160, 50), (40, 10), (41, 11), (20, 5), (1, 1)]

  private func lines(
    _ frame: TelemetryFrame, _ columns: Int = 80, _ rows: Int = 24, glyphs: GlyphSet = .full,
    keys: [MeterKey] = [MeterKey("q", "quit")]
  ) -> [StyledLine] {
    MeterScreen(frame, keys: keys, glyphs: glyphs)
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
      let lines = lines(frame, size.columns, size.rows, glyphs: glyphs)
      #expect(lines.count == size.rows)
      for line in lines {
        #expect(line.cells == size.columns, "\(line.text)")
        #expect(CellText.cells(of: line.text) == size.columns, "\(line.text)")
        #expect(CellText.clean(line.text, for: glyphs) == line.text)
      }
    }
  }

  @Test func noCellsAtAllIsNoCrash() {
    #expect(lines(.sample(), 0, 0).isEmpty)
    #expect(lines(.sample(), -1, -1).isEmpty)
  }

  @Test func tooSmallATerminalIsSaidInOneLine() {
    let lines = lines(.sample(), 39, 10)
    #expect(lines[0].text.hasPrefix("40x10 cells needed, 39x10 here"))
    #expect(lines.dropFirst().allSatisfy { $0.text.allSatisfy { $0 == " " } })
  }

  @Test func showsWhatMattersIn80By24() {
    let text = text(lines(.sample()))
    for part in [
      "tactus · demo · ● running", "up 0:01:23", "xruns 0", "alsa hw:0", "48 kHz",
      "256 × 2 frames", "latency 10.7 ms (512 frames)", "DSP", "25 %", "61 %", "queue2",
      "Pro Audio", "FIFO 84", "1/12", "1.54k", "12.3 µs", "34 %", "node5", "10.0 %", "20.0 %",
      "playback_4", "-12.0", "-6.0", "event 2", " q  quit", "process 4711",
    ] { #expect(text.contains(part), "\(part)") }
  }

  @Test func whatDoesNotFitIsCounted() {
    let frame = TelemetryFrame.sample(queues: 20, nodes: 100, levels: 30, events: 32)
    let text = text(lines(frame))
    let shown = { (name: String) in text.components(separatedBy: name).count - 1 }
    for (title, name, count) in [
      ("QUEUES", "queue", 20), ("NODES", "node", 100), ("LEVELS", "playback_", 30),
      ("EVENTS", "event ", 32),
    ] { #expect(text.contains("\(title) … \(count - shown(name)) more"), "\(title)") }
  }

  @Test func whatThePageLeftOutIsCountedToo() {
    var frame = TelemetryFrame.sample()
    frame.leftOut.nodes = 44
    #expect(text(lines(frame)).contains("NODES … 44 more"))
    #expect(!text(lines(frame)).contains("QUEUES …"))
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
    let queues = try #require(lines.firstIndex { $0.text.hasPrefix(" QUEUES") })
    #expect(heading < queues)
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

  @Test func threadsAreOneLineWhereRoomIsScarce() {
    let text = text(lines(.sample(workers: 9)))
    #expect(text.contains("THREADS  thread0 FIFO 84 · thread1 FIFO 84 · "))
    #expect(text.contains("thread2 FIFO 84 … 6 more"))
    #expect(!text.contains("stack"))
    #expect(text.contains("playback_4"))
  }

  @Test func threadsThatLackRealTimeComeFirstInOneLine() {
    var frame = TelemetryFrame.sample(workers: 9)
    frame.workers[8].policy = "OTHER"
    #expect(text(lines(frame)).contains("THREADS  thread8 OTHER! · thread0 FIFO 84"))
  }

  @Test func threadsVanishFromTheSmallestTerminal() {
    #expect(!text(lines(.sample(workers: 9), 40, 10)).contains("THREADS"))
  }

  @Test func largerTerminalShowsEveryThread() {
    let text = text(lines(.sample(workers: 5), 120, 40))
    for part in ["THREADS", "stack", "thread4", "locked", "1.23k", "81.3 µs", "2.0 %", "4712"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func busiestNodeHasAFullBarAndItsTrueShare() throws {
    var frame = TelemetryFrame.sample(nodes: 2)
    frame.nodes[0].share = 0.004
    frame.nodes[1].share = 0.002
    let lines = lines(frame)
    let rows = try ["node0", "node1"].map { name in
      try #require(lines.first { $0.text.hasPrefix(" \(name)") }).text
    }
    #expect(!rows[0].contains("─") && rows[0].contains(" 0.40 %"))
    #expect(rows[1].contains("─") && rows[1].contains("━") && rows[1].contains(" 0.20 %"))
  }

  @Test func driverIsInShortWordsWhereFullOnesDoNotFit() {
    var frame = TelemetryFrame.sample()
    frame.driver.device = "front:CARD=USB,DEV=0"
    #expect(text(lines(frame, 120)).contains("256 × 2 frames · latency 10.7 ms (512 frames)"))
    #expect(text(lines(frame)).contains(" · 256 × 2 · latency 10.7 ms (512 fr) "))
  }

  @Test func entriesStandSideBySideOnlyWhereTheyMust() throws {
    let frame = TelemetryFrame.sample(nodes: 20)
    let isBeside = { (rows: Int) in
      lines(frame, 200, rows).contains {
        $0.text.contains("node0 ") && $0.text.contains("node10 ")
      }
    }
    #expect(isBeside(30))
    #expect(!isBeside(60))
  }

  @Test func longEventGoesOnInASecondRow() {
    var frame = TelemetryFrame.sample(events: 0)
    let words = (1...16).map { "word\($0)" }.joined(separator: " ")
    frame.events = [EventStatus(text: "first"), EventStatus(text: words)]
    let wide = lines(frame, 80, 40).map(\.text)
    #expect(wide.contains { $0.hasPrefix("  0:00:00 word1 ") && $0.contains("word11 ") })
    #expect(wide.contains { $0.hasPrefix("          word12 ") && $0.contains("word16 ") })
    let narrow = text(lines(frame, 80, 12))
    #expect(narrow.contains("word1 ") && narrow.contains("…"))
  }

  @Test func largerTerminalShowsHistoryBelowTheLoad() {
    let rows = lines(.sample(), 160, 50)
    #expect(rows.contains { $0.text.hasPrefix(" 100 % ") })
  }

  @Test func asciiIsAllASCII() {
    for frame in Self.frames {
      let isASCII = text(lines(frame, glyphs: .ascii)).allSatisfy { $0.isASCII }
      #expect(isASCII)
    }
  }

  @Test func noticeStandsInTheFooter() throws {
    let screen = MeterScreen(.sample(), glyphs: .full, notice: "does not answer")
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
