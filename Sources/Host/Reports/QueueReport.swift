import Realtime
import Telemetry
import WorkQueues

extension DurationStatus {
  init(_ summary: DurationSummary) {
    self.init(
      count: summary.count,
      meanNanoseconds: summary.meanNanoseconds,
      p50Nanoseconds: summary.p50Nanoseconds,
      p99Nanoseconds: summary.p99Nanoseconds,
      p999Nanoseconds: summary.p999Nanoseconds,
      maximumNanoseconds: summary.maximumNanoseconds)
    buckets = summary.buckets
  }
}

extension QueueStatus {
  /// What the meter shows of a queue; `rates` knows its counters from the last look.
  init(_ snapshot: QueueSnapshot, rates: inout Rates) {
    self.init()
    name = snapshot.name
    kind = snapshot.kind
    taskClass = snapshot.taskClass
    workers = snapshot.workers.count
    (policy, priority) = Self.scheduling(of: snapshot.workers)
    depth = snapshot.depth
    highestDepth = snapshot.highestDepth
    depths = snapshot.depths
    highestDepths = snapshot.highestDepths
    capacity = snapshot.capacity
    performed = snapshot.performed
    refused = snapshot.refused
    missedDeadlines = snapshot.missedDeadlines
    savedWakes = snapshot.savedWakes
    let items = Double(snapshot.performed.reduce(0, &+))
    itemsPerSecond = rates.perSecond("queue \(name) items", items)
    let busySeconds = Double(snapshot.busyNanoseconds) / 1e9
    load = rates.perSecond("queue \(name) busy", busySeconds) / Double(max(1, workers))
    wait = DurationStatus(snapshot.wait)
    run = DurationStatus(snapshot.run)
  }

  /// The policy all its workers have, or `mixed`, and their lowest priority.
  private static func scheduling(of workers: [WorkerSnapshot]) -> (String, Int) {
    let all = workers.compactMap(\.scheduling)
    guard let first = all.first else { return ("", 0) }
    let isSame = all.allSatisfy { $0.policyName == first.policyName }
    return (isSame ? first.policyName : "mixed", all.map(\.priority).min() ?? 0)
  }
}

extension WorkerStatus {
  /// What the meter shows of a worker, and what it did in the period shown.
  init(_ snapshot: WorkerSnapshot, lane: [LaneSpan], rates: inout Rates) {
    self.init()
    name = snapshot.name
    queue = snapshot.queue
    threadID = snapshot.threadID
    kind = snapshot.kind
    take(snapshot.scheduling)
    grantedBy = snapshot.grantSource?.description ?? ""
    isStackLocked = snapshot.isStackLocked
    performed = snapshot.performed
    let busySeconds = Double(snapshot.busyNanoseconds) / 1e9
    load = rates.perSecond("worker \(queue) \(name) busy", busySeconds)
    run = DurationStatus(snapshot.run)
    self.lane = lane
  }

  /// What the meter shows of the timer's thread, whose work is to hand items over.
  init(_ snapshot: TimerSnapshot) {
    self.init()
    name = "timer"
    threadID = snapshot.threadID
    kind = "worker"
    take(snapshot.scheduling)
    isStackLocked = snapshot.isStackLocked
    performed = snapshot.fired
  }

  private mutating func take(_ scheduling: ThreadScheduling?) {
    policy = scheduling?.policyName ?? ""
    priority = scheduling?.priority ?? 0
    if case .normal(let value)? = scheduling { nice = value }
  }
}

extension TimerStatus {
  /// What the meter shows of the timer; `next` from a moment on.
  init(_ snapshot: TimerSnapshot, next: [ScheduledSnapshot], at now: Int64) {
    self.init()
    scheduled = snapshot.waiting
    fired = snapshot.fired
    lateness = DurationStatus(snapshot.lateness)
    self.next = next.map { item in
      ScheduledStatus(
        name: ControlTask.name(of: item.item) ?? "item", queue: item.queue,
        dueNanoseconds: item.dueNanoseconds - now, intervalNanoseconds: item.intervalNanoseconds)
    }
  }
}
