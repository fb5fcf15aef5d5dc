import Glibc
import Synchronization
import Testing

@testable import Telemetry

private let directories = Atomic<Int>(0)

extension PageDirectory {
  /// A directory no other test and no real host writes to.
  static func unique() -> PageDirectory {
    let number = directories.add(1, ordering: .relaxed).newValue
    return PageDirectory(prefix: "tactus-test-\(getpid())-\(number)-")
  }

  /// Removes every page in it.
  func clear() {
    for processID in processIDs() { remove(processID) }
  }

  /// Where the page of a process is seen as a file.
  func path(of processID: Int32) -> String { "/dev/shm" + name(of: processID) }
}

extension ProcessIdentity {
  static var current: ProcessIdentity { ProcessIdentity(of: getpid()) }

  /// A process that cannot exist: ids end at 4,194,304.
  static let gone = ProcessIdentity(processID: 2_000_000_000, startTicks: 77)

  /// This test's process as a later one that got the same id would see it.
  static var former: ProcessIdentity {
    ProcessIdentity(processID: getpid(), startTicks: current.startTicks - 1)
  }
}

extension TelemetryFrame {
  /// A frame in which everything that can differ comes from one number.
  static func sample(_ number: Int, entries: Int = 3) -> TelemetryFrame {
    var frame = TelemetryFrame()
    frame.processID = getpid()
    frame.session = "session \(number)"
    frame.instance = "instance \(number)"
    frame.state = "running"
    frame.uptimeNanoseconds = Int64(number)
    frame.scheduledItems = number
    frame.driver = .sample(number)
    frame.devices = DeviceCounts(
      losses: UInt64(number), returns: UInt64(number + 1), switches: UInt64(number + 2),
      failedOpens: UInt64(number + 3))
    frame.graph.latencyFrames = number
    frame.graph.threads = number + 1
    frame.graph.items = number + 2
    frame.graph.edits = UInt64(number + 3)
    frame.timer = .sample(number, entries: entries)
    frame.wake = .sample(number + 4)
    frame.loudness = number.isMultiple(of: 2) ? nil : .sample(number)
    frame.load.now = Double(number) / 7
    frame.load.highest = Double(number)
    frame.load.history = (0..<entries).map { Double(number + $0) }
    frame.queues = (0..<entries).map { .sample(number + $0) }
    frame.workers = (0..<entries).map { .sample(number + $0) }
    frame.nodes = (0..<entries).map { .sample(number + $0) }
    frame.troubles = (0..<entries).map {
      TroubleStatus(node: "node \(number + $0)", text: "late in \(number) periods")
    }
    frame.levels = (0..<entries).map { .sample(number + $0) }
    frame.meters = (0..<entries).map { .sample(number + $0) }
    frame.events = (0..<entries).map {
      EventStatus(uptimeNanoseconds: Int64(number + $0), text: "event \(number)")
    }
    frame.causes = (0..<entries).map { .sample(number + $0, spans: entries) }
    return frame
  }
}

extension DriverStatus {
  static func sample(_ number: Int) -> DriverStatus {
    var driver = DriverStatus()
    driver.name = "alsa"
    driver.device = "hw:\(number)"
    driver.reason = "asked for with --driver alsa"
    driver.rate = number
    driver.periodFrames = number + 1
    driver.periods = number + 2
    driver.latencyFrames = number + 3
    driver.xruns = UInt64(number)
    driver.suspends = UInt64(number) + 1
    driver.stalls = UInt64(number) + 2
    driver.faults = UInt64(number) + 3
    driver.recoveries = UInt64(number) + 4
    driver.periodsRun = UInt64(number) * 2
    return driver
  }
}

extension DurationStatus {
  static func sample(_ number: Int) -> DurationStatus {
    var duration = DurationStatus(
      count: UInt64(number), meanNanoseconds: Double(number) / 3, p50Nanoseconds: Int64(number),
      p99Nanoseconds: Int64(number) + 1, p999Nanoseconds: Int64(number) + 3,
      maximumNanoseconds: Int64(number) + 2)
    if number % 2 == 0 { duration.buckets = (0...number % 76).map { UInt64(number + $0) } }
    return duration
  }
}

extension QueueStatus {
  static func sample(_ number: Int) -> QueueStatus {
    var queue = QueueStatus()
    queue.name = "queue \(number)"
    queue.kind = "multithreaded"
    queue.taskClass = "Pro Audio"
    queue.workers = number
    queue.policy = "FIFO"
    queue.priority = 84
    queue.depth = number + 1
    queue.highestDepth = number + 2
    queue.depths = [number, number + 1, number + 4]
    queue.highestDepths = [number + 5, number + 6, number + 7]
    queue.capacity = number + 3
    queue.performed = [UInt64(number), UInt64(number) + 1, UInt64(number) + 2]
    queue.refused = UInt64(number)
    queue.missedDeadlines = UInt64(number) + 8
    queue.savedWakes = UInt64(number) + 9
    queue.itemsPerSecond = Double(number) / 2
    queue.load = Double(number) / 3
    queue.wait = .sample(number)
    queue.run = .sample(number + 1)
    return queue
  }
}

extension WorkerStatus {
  static func sample(_ number: Int) -> WorkerStatus {
    var worker = WorkerStatus()
    worker.name = "worker \(number)"
    worker.queue = "queue"
    worker.threadID = Int32(truncatingIfNeeded: number)
    worker.kind = "guest"
    worker.policy = "OTHER"
    worker.priority = number
    worker.nice = -11
    worker.grantedBy = "RealtimeKit"
    worker.isStackLocked = number.isMultiple(of: 2)
    worker.performed = UInt64(number)
    worker.load = Double(number) / 5
    worker.run = .sample(number)
    worker.lane = (0..<3).map {
      LaneSpan(
        name: "node \(number + $0)", startNanoseconds: Int64(number) - 5,
        endNanoseconds: Int64(number + $0))
    }
    return worker
  }
}

extension NodeStatus {
  static func sample(_ number: Int) -> NodeStatus {
    var node = NodeStatus()
    node.name = "node \(number)"
    node.kind = "gain"
    node.share = Double(number) / 9
    node.highestShare = Double(number)
    node.meanNanoseconds = Double(number) * 1.5
    node.lostFrames = number * 3
    node.p50Share = Double(number) / 10
    node.p99Share = Double(number) / 11
    node.late = UInt64(number) + 12
    node.isCritical = number % 5 == 0
    node.isBypassed = number % 5 == 1
    node.isSandboxed = number % 5 == 2
    node.isLate = number % 5 == 3
    node.isMuted = number % 5 == 4
    return node
  }
}

extension LevelStatus {
  static func sample(_ number: Int) -> LevelStatus {
    var level = LevelStatus()
    level.name = "playback_\(number)"
    level.peak = Float(number) / 11
    level.hold = Float(number)
    return level
  }
}

extension MeterStatus {
  static func sample(_ number: Int) -> MeterStatus {
    var meter = MeterStatus()
    meter.name = "meter \(number)"
    meter.peak = Double(number) / 13
    meter.truePeak = Double(number) / 12
    meter.rms = Double(number) / 17
    meter.momentary = number.isMultiple(of: 2) ? nil : -Double(number)
    meter.shortTerm = -Double(number) / 2
    meter.integrated = -Double(number) / 3
    meter.range = Double(number) / 5
    return meter
  }
}

extension TimerStatus {
  static func sample(_ number: Int, entries: Int) -> TimerStatus {
    var timer = TimerStatus()
    timer.scheduled = number
    timer.fired = UInt64(number) + 1
    timer.lateness = .sample(number)
    timer.next = (0..<entries).map {
      ScheduledStatus(
        name: "beat \($0)", queue: "control", dueNanoseconds: Int64(number) - 2,
        intervalNanoseconds: Int64($0))
    }
    return timer
  }
}

extension CauseStatus {
  static func sample(_ number: Int, spans count: Int) -> CauseStatus {
    var cause = CauseStatus()
    cause.number = UInt64(number)
    cause.uptimeNanoseconds = Int64(number) + 1
    cause.effect = "xrun"
    cause.kind = CauseKind.allCases[number % CauseKind.allCases.count].rawValue
    cause.sentence = "eq took \(number) ms of a period of 1.3 ms"
    cause.periodNanoseconds = Int64(number) + 2
    cause.spans = (0..<count).map {
      CauseSpan(
        lane: "device", name: "eq \($0)", startNanoseconds: -Int64($0),
        endNanoseconds: Int64(number))
    }
    return cause
  }
}
