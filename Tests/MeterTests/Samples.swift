import Telemetry

extension TelemetryFrame {
  /// A frame with so many entries of each kind.
  static func sample(
    queues: Int = 3, workers: Int = 0, nodes: Int = 6, troubles: Int = 0, levels: Int = 4,
    events: Int = 3
  ) -> TelemetryFrame {
    var frame = TelemetryFrame()
    frame.processID = 4711
    frame.session = "demo"
    frame.state = "running"
    frame.uptimeNanoseconds = 83_000_000_000
    frame.driver.name = "alsa"
    frame.driver.device = "hw:0"
    frame.driver.reason = "no JACK server"
    frame.driver.rate = 48000
    frame.driver.periodFrames = 256
    frame.driver.periods = 2
    frame.driver.latencyFrames = 512
    frame.load = LoadStatus(now: 0.25, highest: 0.61, history: [0.1, 0.5, 0.95])
    frame.queues = (0..<queues).map { .sample($0) }
    frame.workers = (0..<workers).map { .sample("thread\($0)", queue: "queue0") }
    frame.nodes = (0..<nodes).map { .sample("node\($0)", share: 0.1) }
    frame.troubles = (0..<troubles).map {
      TroubleStatus(node: "node\($0)", text: "muted: NaN in its output \($0 + 1)")
    }
    frame.levels = (0..<levels).map { .sample("playback_\($0 + 1)", peak: 0.25, hold: 0.5) }
    frame.events = (0..<events).map {
      EventStatus(uptimeNanoseconds: Int64($0) * 1_000_000_000, text: "event \($0)")
    }
    return frame
  }
}

extension LoadStatus {
  init(now: Double, highest: Double, history: [Double]) {
    self.init()
    self.now = now
    self.highest = highest
    self.history = history
  }
}

extension QueueStatus {
  static func sample(_ number: Int) -> QueueStatus {
    var queue = QueueStatus()
    queue.name = "queue\(number)"
    queue.taskClass = "Pro Audio"
    queue.policy = "FIFO"
    queue.priority = 84
    queue.workers = 2
    queue.depth = 1
    queue.highestDepth = 12
    queue.capacity = 1024
    queue.itemsPerSecond = 1537
    queue.load = 0.34
    queue.wait = DurationStatus(count: 1, p99Nanoseconds: 12_345)
    queue.run = DurationStatus(count: 1, p99Nanoseconds: 81_345)
    return queue
  }
}

extension WorkerStatus {
  static func sample(_ name: String, queue: String) -> WorkerStatus {
    var worker = WorkerStatus()
    worker.name = name
    worker.queue = queue
    worker.threadID = 4712
    worker.kind = "worker"
    worker.policy = "FIFO"
    worker.priority = 84
    worker.isStackLocked = true
    worker.performed = 1234
    worker.load = 0.02
    worker.run = DurationStatus(count: 1, p99Nanoseconds: 81_345)
    return worker
  }
}

extension NodeStatus {
  static func sample(_ name: String, share: Double) -> NodeStatus {
    var node = NodeStatus()
    node.name = name
    node.kind = "gain"
    node.share = share
    node.highestShare = share * 2
    node.meanNanoseconds = 5300
    return node
  }
}

extension LevelStatus {
  static func sample(_ name: String, peak: Float, hold: Float) -> LevelStatus {
    var level = LevelStatus()
    level.name = name
    level.peak = peak
    level.hold = hold
    return level
  }
}

extension CauseStatus {
  /// A period of 5 ms in which a node took 6 ms.
  static func sample(_ number: UInt64) -> CauseStatus {
    var cause = CauseStatus()
    cause.number = number
    cause.uptimeNanoseconds = Int64(number) * 10_000_000_000
    cause.effect = "xrun"
    cause.kind = CauseKind.lateNode.rawValue
    cause.sentence = "reverb \(number) took too long"
    cause.periodNanoseconds = 5_000_000
    cause.spans = [
      CauseSpan(lane: "device", name: "wakes", startNanoseconds: 0, endNanoseconds: 100_000),
      CauseSpan(
        lane: "worker", name: "reverb", startNanoseconds: 200_000, endNanoseconds: 6_200_000),
    ]
    return cause
  }
}
