public import Telemetry
import TestSupport

/// Frames as a host could have published them, made of a seed.
public struct RandomFrames: Sendable {
  private var dice: Dice
  private let nodes: Int
  private var causes: UInt64 = 0
  /// The frame made last.
  public private(set) var frame = TelemetryFrame()

  /// Begins with a seed, for a session of so many nodes.
  public init(seed: UInt64, nodes: Int = 8) {
    dice = Dice(generator: SeededGenerator(seed: seed))
    self.nodes = nodes
    begin()
  }

  /// The next frame, so long after the one before.
  public mutating func next(afterNanoseconds step: Int64 = 250_000_000) -> TelemetryFrame {
    frame.uptimeNanoseconds += step
    frame.driver.periodsRun += UInt64(step / 5_333_333)
    frame.load.now = dice.share(0.3)
    frame.load.highest = max(frame.load.highest, frame.load.now)
    frame.load.history = Array(
      (frame.load.history + (0..<7).map { _ in dice.share(0.5) }).suffix(120))
    dice.grow(&frame.wake, about: 60_000)
    for index in frame.queues.indices { dice.grow(&frame.queues[index]) }
    for index in frame.workers.indices { dice.grow(&frame.workers[index]) }
    for index in frame.nodes.indices { dice.grow(&frame.nodes[index]) }
    for index in frame.levels.indices {
      frame.levels[index].peak = Float(dice.share(1))
      frame.levels[index].hold = max(frame.levels[index].peak, frame.levels[index].hold * 0.9)
    }
    frame.timer.fired += 40
    dice.grow(&frame.timer.lateness, about: 30_000)
    return frame
  }

  /// Has the next frame tell of one more cause.
  @discardableResult
  public mutating func addCause(_ kind: CauseKind = .lateNode) -> CauseStatus {
    causes += 1
    var cause = CauseStatus()
    cause.number = causes
    cause.uptimeNanoseconds = frame.uptimeNanoseconds + 100_000_000
    cause.effect = "xrun"
    cause.kind = kind.rawValue
    cause.sentence = "node 3 took \(causes).2 ms of a period of 5.3 ms"
    cause.periodNanoseconds = 5_333_333
    cause.spans = [
      CauseSpan(lane: "device", name: "asked", startNanoseconds: -40_000, endNanoseconds: 0),
      CauseSpan(
        lane: "audio", name: "node 3", startNanoseconds: 60_000,
        endNanoseconds: 5_500_000 + Int64(causes)),
    ]
    frame.causes = (frame.causes + [cause]).suffix(16)
    frame.driver.xruns += 1
    addEvent(cause.sentence)
    return cause
  }

  /// Has the next frame tell of one more event.
  public mutating func addEvent(_ text: String) {
    frame.events =
      (frame.events
      + [EventStatus(uptimeNanoseconds: frame.uptimeNanoseconds + 100_000_000, text: text)])
      .suffix(32)
  }
}

extension RandomFrames {
  private mutating func begin() {
    frame.processID = 4711
    frame.session = "demo"
    frame.instance = "stage"
    frame.state = "running"
    frame.driver.name = "alsa"
    frame.driver.device = "hw:0"
    frame.driver.reason = "no JACK server"
    frame.driver.rate = 48_000
    frame.driver.periodFrames = 256
    frame.driver.periods = 2
    frame.driver.latencyFrames = 512
    frame.queues = ["audio", "control", "background"].map { name in
      var queue = QueueStatus()
      queue.name = name
      queue.kind = "multithreaded"
      queue.policy = "FIFO"
      queue.priority = 70
      queue.workers = 2
      queue.capacity = 512
      return queue
    }
    frame.workers = (0..<4).map { number in
      var worker = WorkerStatus()
      worker.name = "audio \(number)"
      worker.queue = "audio"
      worker.kind = "worker"
      worker.policy = "FIFO"
      worker.priority = 70
      worker.threadID = 4712 + Int32(number)
      return worker
    }
    frame.nodes = (0..<nodes).map { number in
      var node = NodeStatus()
      node.name = "node \(number)"
      node.kind = number % 3 == 0 ? "gain" : "lv2:http://example.org/plugins/effect\(number % 5)"
      node.isCritical = number % 2 == 0
      return node
    }
    frame.levels = ["capture_1", "capture_2", "playback_1", "playback_2"].map { name in
      var level = LevelStatus()
      level.name = name
      return level
    }
    frame.timer.scheduled = 3
    frame.scheduledItems = 3
    addEvent("alsa (no JACK server): hw:0, 48000 Hz, 256 frames × 2")
  }
}

/// What the frames are made of by chance.
private struct Dice: Sendable {
  var generator: SeededGenerator

  mutating func share(_ limit: Double) -> Double {
    Double.random(in: 0..<limit, using: &generator)
  }

  mutating func grow(_ duration: inout DurationStatus, about nanoseconds: Int64) {
    duration.count += UInt64.random(in: 40...50, using: &generator)
    var buckets = duration.buckets ?? Array(repeating: 0, count: 34)
    for _ in 0..<10 { buckets[Int.random(in: 24..<34, using: &generator)] += 5 }
    duration.buckets = buckets
    duration.meanNanoseconds = Double(nanoseconds) * (0.9 + share(0.2))
    duration.p50Nanoseconds = nanoseconds
    duration.p99Nanoseconds = nanoseconds * 2 + Int64.random(in: 0...2, using: &generator) * 4_096
    duration.p999Nanoseconds = duration.p99Nanoseconds * 2
    duration.maximumNanoseconds = max(duration.maximumNanoseconds, duration.p999Nanoseconds + 77)
  }

  mutating func grow(_ queue: inout QueueStatus) {
    queue.performed[1] += UInt64.random(in: 100...200, using: &generator)
    queue.itemsPerSecond = 400 + share(100)
    queue.load = share(0.4)
    grow(&queue.wait, about: 20_000)
    grow(&queue.run, about: 900_000)
  }

  mutating func grow(_ worker: inout WorkerStatus) {
    worker.performed += UInt64.random(in: 40...60, using: &generator)
    worker.load = share(0.4)
    grow(&worker.run, about: 900_000)
    var time: Int64 = Int64.random(in: -20_000...20_000, using: &generator)
    worker.lane = (0..<12).map { step in
      let start = time
      time += Int64.random(in: 10_000...200_000, using: &generator)
      return LaneSpan(name: "node \(step)", startNanoseconds: start, endNanoseconds: time)
    }
  }

  mutating func grow(_ node: inout NodeStatus) {
    node.share = share(0.02)
    node.p50Share = 0.005
    node.p99Share = Double.random(in: 0..<1, using: &generator) < 0.1 ? 0.03 : 0.028
    node.highestShare = max(node.highestShare, node.share)
    node.meanNanoseconds = 50_000 + share(1_000)
  }
}

extension TelemetryFrame {
  /// The frame as a recording keeps it: numbers with fractions in single precision.
  public var recorded: TelemetryFrame {
    var frame = self
    frame.load.now.round()
    frame.load.highest.round()
    frame.load.history = load.history.map { Double(Float($0)) }
    frame.wake.meanNanoseconds.round()
    frame.timer.lateness.meanNanoseconds.round()
    for index in queues.indices {
      frame.queues[index].itemsPerSecond.round()
      frame.queues[index].load.round()
      frame.queues[index].wait.meanNanoseconds.round()
      frame.queues[index].run.meanNanoseconds.round()
    }
    for index in workers.indices {
      frame.workers[index].load.round()
      frame.workers[index].run.meanNanoseconds.round()
    }
    for index in nodes.indices {
      frame.nodes[index].share.round()
      frame.nodes[index].p50Share.round()
      frame.nodes[index].p99Share.round()
      frame.nodes[index].highestShare.round()
      frame.nodes[index].meanNanoseconds.round()
    }
    return frame
  }
}

extension Double {
  fileprivate mutating func round() { self = Double(Float(self)) }
}
