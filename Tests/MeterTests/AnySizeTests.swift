import Telemetry
import Testing

@testable import Meter

/// Whatever a frame holds and however large the terminal is, each line fits.
@Suite("Meter at any size") struct AnySizeTests {
  @Test func everyLineOfEveryPageFitsExactly() {
    let seed = UInt64.random(in: .min ... .max)
    print("seed \(seed)")
    var dice = Dice(state: seed)
    // Every width and every height once, and many pairs of both.
    for width in 1...220 { check(width, dice.int(1...70), &dice, seed) }
    for height in 1...70 { check(dice.int(1...220), height, &dice, seed) }
    for (width, height) in [(1, 1), (220, 70), (40, 10), (39, 10), (40, 9), (80, 24)] {
      check(width, height, &dice, seed)
    }
  }

  private func check(_ width: Int, _ height: Int, _ dice: inout Dice, _ seed: UInt64) {
    let frame = dice.frame()
    let glyphs = GlyphSet.allCases[dice.int(0...2)]
    for page in MeterPage.allCases {
      var view = dice.view(of: frame)
      view.page = page
      let size = MeterSize(columns: width, rows: height)
      let picture = MeterScreen(frame, view: view, glyphs: glyphs).picture(size: size)
      let cells = picture.lines.map { CellText.cells(of: $0.text) }
      #expect(
        cells == Array(repeating: width, count: height),
        "seed \(seed), \(page.rawValue) at \(width)x\(height)")
      let isInside = picture.places.allSatisfy { $0.row < height && $0.columns.lowerBound >= 0 }
      #expect(isInside, "seed \(seed)")
    }
  }
}

/// Values of all kinds, made of a seed.
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func flag() -> Bool { Bool.random(using: &self) }

  mutating func list<Element>(
    upTo most: Int, _ make: (inout Dice) -> Element
  ) -> [Element] {
    let count = int(0...3) == 0 ? int(0...most) : int(0...min(most, 6))
    return (0..<count).map { _ in make(&self) }
  }

  mutating func name() -> String {
    let names = [
      "", "amp", "拍子", "a very long name that goes on and on", "e\u{301}\u{302}", "a\u{1B}[2Jb",
      "\u{202E}x", "👩‍👩‍👧‍👦", "cycle-1", "low cut",
    ]
    return names[int(0...names.count - 1)] + (flag() ? "\(int(0...99))" : "")
  }

  mutating func share() -> Double {
    let odd: [Double] = [.nan, .infinity, -.infinity, -1, 0, 1, 1e300, .leastNonzeroMagnitude]
    return int(0...5) == 0 ? odd[int(0...7)] : Double.random(in: 0...1.2, using: &self)
  }

  mutating func time() -> Int64 {
    let odd: [Int64] = [.min, .max, 0, -1]
    return int(0...9) == 0 ? odd[int(0...3)] : Int64(int(-1_000_000...10_000_000))
  }

  mutating func count() -> Int {
    let odd = [Int.min, .max, -1]
    return int(0...9) == 0 ? odd[int(0...2)] : int(0...2000)
  }

  mutating func duration() -> DurationStatus {
    DurationStatus(
      count: UInt64(int(0...3)), meanNanoseconds: share() * 1e6, p50Nanoseconds: time(),
      p99Nanoseconds: time(), p999Nanoseconds: time(), maximumNanoseconds: time())
  }
}

extension Dice {
  mutating func frame() -> TelemetryFrame {
    var frame = TelemetryFrame()
    (frame.session, frame.state) = (name(), flag() ? "running" : name())
    frame.uptimeNanoseconds = time()
    (frame.driver.name, frame.driver.device, frame.driver.reason) = (name(), name(), name())
    (frame.driver.rate, frame.driver.periodFrames) = (count(), count())
    (frame.driver.latencyFrames, frame.driver.xruns) = (count(), UInt64.random(in: 0...9))
    frame.load.now = share()
    frame.load.highest = share()
    frame.load.history = list(upTo: 300) { $0.share() }
    frame.wake = duration()
    frame.queues = list(upTo: 32) { $0.queue() }
    frame.workers = list(upTo: 64) { $0.worker() }
    frame.nodes = list(upTo: 256) { $0.node() }
    frame.troubles = list(upTo: 9) { TroubleStatus(node: $0.name(), text: $0.name()) }
    frame.levels = list(upTo: 64) {
      .sample($0.name(), peak: Float($0.share()), hold: Float($0.share()))
    }
    frame.loudness = flag() ? loudness() : nil
    frame.meters = list(upTo: 9) { $0.loudness() }
    frame.events = list(upTo: 32) { EventStatus(uptimeNanoseconds: $0.time(), text: $0.name()) }
    frame.causes = list(upTo: 16) { $0.cause() }
    frame.timer.scheduled = count()
    frame.timer.lateness = duration()
    frame.timer.next = list(upTo: 16) {
      ScheduledStatus(
        name: $0.name(), queue: $0.name(), dueNanoseconds: $0.time(), intervalNanoseconds: $0.time()
      )
    }
    frame.leftOut.nodes = count()
    frame.leftOut.queues = int(0...9)
    return frame
  }

  mutating func view(of frame: TelemetryFrame) -> MeterView {
    var view = MeterView()
    view.selectedNode = frame.nodes.randomElement(using: &self)?.name
    view.selectedQueue = frame.queues.randomElement(using: &self)?.name
    view.selectedCause = frame.causes.randomElement(using: &self)?.number
    view.selectedItem = int(0...40)
    view.isPaused = flag()
    view.isHostGone = int(0...4) == 0
    view.notice = int(0...4) == 0 ? name() : nil
    if int(0...4) == 0 {
      view.menu = MeterView.SnapshotMenu(
        names: flag() ? list(upTo: 40) { $0.name() } : nil, selected: int(0...50))
    }
    if int(0...4) == 0 {
      view.playback = PlaybackStatus(
        positionNanoseconds: time(), durationNanoseconds: time(), speed: 0.125, isPaused: flag())
    }
    return view
  }

  private mutating func queue() -> QueueStatus {
    var queue = QueueStatus()
    (queue.name, queue.kind, queue.taskClass, queue.policy) = (name(), name(), name(), name())
    (queue.workers, queue.priority, queue.depth) = (count(), count(), count())
    queue.depths = list(upTo: 4) { $0.count() }
    queue.highestDepths = list(upTo: 4) { $0.count() }
    (queue.load, queue.itemsPerSecond) = (share(), share() * 1000)
    (queue.wait, queue.run) = (duration(), duration())
    return queue
  }

  private mutating func worker() -> WorkerStatus {
    var worker = WorkerStatus()
    (worker.name, worker.queue, worker.policy) = (name(), name(), name())
    worker.load = share()
    worker.lane = list(upTo: 16) {
      LaneSpan(name: $0.name(), startNanoseconds: $0.time(), endNanoseconds: $0.time())
    }
    return worker
  }

  private mutating func node() -> NodeStatus {
    var node = NodeStatus()
    (node.name, node.kind) = (name(), name())
    (node.p50Share, node.p99Share, node.highestShare) = (share(), share(), share())
    node.meanNanoseconds = share() * 1e6
    node.late = UInt64(int(0...3))
    (node.isCritical, node.isBypassed, node.isSandboxed) = (flag(), flag(), flag())
    (node.isLate, node.isMuted) = (flag(), flag())
    return node
  }

  private mutating func loudness() -> MeterStatus {
    var meter = MeterStatus()
    meter.name = name()
    (meter.truePeak, meter.range) = (share(), share())
    (meter.momentary, meter.integrated) = (flag() ? -share() * 30 : nil, -share() * 30)
    return meter
  }

  private mutating func cause() -> CauseStatus {
    var cause = CauseStatus()
    cause.number = UInt64(int(0...99))
    (cause.effect, cause.kind) = (name(), flag() ? "lateNode" : name())
    cause.sentence = (0..<int(0...40)).map { _ in name() }.joined(separator: " ")
    (cause.uptimeNanoseconds, cause.periodNanoseconds) = (time(), time())
    cause.spans = list(upTo: 24) {
      CauseSpan(
        lane: $0.name(), name: $0.name(), startNanoseconds: $0.time(), endNanoseconds: $0.time())
    }
    return cause
  }
}
