import Host
import Realtime
import Synchronization
import WorkQueues

/// Two queues with the same work by the same deadlines, one of which wakes its worker before.
final class DeadlineStage: DemoStage {
  private let bench: DemoBench
  private let woken: DeadlinedQueue
  private let plain: DeadlinedQueue

  init(_ machine: DemoMachine) throws(HostError) {
    bench = try DemoBench(machine)
    let proAudio = bench.platform.classes["Pro Audio"]
    woken = DeadlinedQueue(
      try bench.makeQueue("pre-wake", workers: 1, taskClass: proAudio),
      preDeadlineNanoseconds: 2_000_000)
    plain = DeadlinedQueue(
      try bench.makeQueue("plain", workers: 1, taskClass: proAudio), preDeadlineNanoseconds: 0)
  }

  func start() throws(HostError) {
    let (woken, plain) = (woken, plain)
    let periods = Periods()
    try bench.start {
      // In turns, so that neither always comes second.
      let isEven = periods.count.wrappingAdd(1, ordering: .relaxed).newValue % 2 == 0
      for queue in isEven ? [woken, plain] : [plain, woken] { queue.paced.put() }
      let next = Clock.now() + DemoBench.periodNanoseconds
      for queue in [woken, plain] { queue.setDeadline(1_000_000, after: next) }
    }
  }

  private final class Periods: Sendable { let count = Atomic<Int>(0) }

  func stop() { bench.stop() }

  var reading: QueueReading { bench.reading(of: [woken.paced.queue, plain.paced.queue]) }

  var figures: [DemoFigure] {
    let (early, late) = (woken.paced.queue.snapshot(), plain.paced.queue.snapshot())
    return [
      .duration("preWakeWaitP50", "pre-wake: waits, p50", early.wait.p50Nanoseconds),
      .duration("plainWaitP50", "plain: waits, p50", late.wait.p50Nanoseconds),
      .count("preWakeAwake", "pre-wake: awake before it", early.rises),
      .count("plainAwake", "plain: awake before it", late.rises),
      .count("preWakeDeadlines", "pre-wake: deadlines set", woken.count),
      .count("plainDeadlines", "plain: deadlines set", plain.count),
      .count("preWakeInVain", "pre-wake: awake in vain", early.risesInVain),
      .count("preWakeMissed", "pre-wake: deadlines missed", early.missedDeadlines),
      .count("plainMissed", "plain: deadlines missed", late.missedDeadlines),
      .count("preWakeWakes", "pre-wake: system calls to wake", early.wakes),
      .count("plainWakes", "plain: system calls to wake", late.wakes),
      .count("preWakePerformed", "pre-wake: performed", early.performedItems),
      .count("plainPerformed", "plain: performed", late.performedItems),
      .count("itemsPut", "items put in all", woken.paced.count + plain.paced.count),
    ]
  }
}

/// A queue whose work comes when it is expected, by a deadline.
private final class DeadlinedQueue: Sendable {
  let paced: PacedQueue
  private let preDeadlineNanoseconds: Int64
  private let deadlines = Atomic<Int>(0)

  init(_ queue: WorkQueue, preDeadlineNanoseconds: Int64) {
    paced = PacedQueue(queue, itemNanoseconds: 200_000)
    self.preDeadlineNanoseconds = preDeadlineNanoseconds
  }

  /// Deadlines that were set.
  var count: Int { deadlines.load(ordering: .relaxed) }

  func setDeadline(_ nanoseconds: Int64, after moment: Int64) {
    let key = try? paced.queue.setDeadline(
      dueNanoseconds: moment + nanoseconds, preDeadlineNanoseconds: preDeadlineNanoseconds)
    if key != nil { deadlines.wrappingAdd(1, ordering: .relaxed) }
  }
}
