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
      maximumNanoseconds: summary.maximumNanoseconds)
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
    capacity = snapshot.capacity
    performed = snapshot.performed
    refused = snapshot.refused
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
  /// What the meter shows of a worker.
  init(_ snapshot: WorkerSnapshot, rates: inout Rates) {
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
