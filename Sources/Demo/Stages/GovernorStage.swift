import Host
import Realtime
import Synchronization
import WorkQueues

/// Endless work of a real-time class on every core, and what is to live beside them.
final class GovernorStage: DemoStage {
  private let bench: DemoBench
  private let greedy: WorkQueue
  private let modest: PacedQueue
  private let ordinary: PacedQueue
  private let endless: EndlessWork
  private let loops: Int

  init(_ machine: DemoMachine) throws(HostError) {
    bench = try DemoBench(machine)
    let classes = bench.platform.classes
    loops = max(2, machine.cores)
    greedy = try bench.makeQueue("greedy", workers: loops, taskClass: classes["Games"])
    endless = EndlessWork(in: greedy)
    modest = PacedQueue(
      try bench.makeQueue("modest", workers: 1, taskClass: classes["Pro Audio"]),
      itemNanoseconds: 200_000)
    ordinary = PacedQueue(
      try bench.makeQueue("ordinary", workers: 1), itemNanoseconds: 200_000)
  }

  func start() throws(HostError) {
    do {
      try bench.platform.startGovernor()
    } catch {
      throw HostError(.internal, "\(error)")
    }
    endless.begin(loops)
    let (modest, ordinary) = (modest, ordinary)
    let (endless, governor) = (endless, bench.platform.governor)
    try bench.start {
      modest.put()
      ordinary.put()
      endless.note(governor.snapshot().used(by: "Games"))
    }
  }

  func stop() {
    endless.end()
    bench.stop()
  }

  var reading: QueueReading { bench.reading(of: [greedy, modest.queue, ordinary.queue]) }

  var figures: [DemoFigure] {
    let governor = bench.platform.governor.snapshot()
    let (modestly, ordinarily) = (modest.queue.snapshot(), ordinary.queue.snapshot())
    return [
      .count("greedyLowered", "greedy class lowered", governor.timesLowered("Games")),
      .share("greedyHighestShare", "its most in 10 ms", endless.highestShare),
      .count("modestLowered", "modest class lowered", governor.timesLowered("Pro Audio")),
      .count("governorCycles", "turns of the governor", governor.cycles),
      .count("greedyPut", "greedy put", endless.count),
      .count("greedyPerformed", "greedy performed", greedy.snapshot().performedItems),
      .count("modestPut", "modest put", modest.count),
      .count("modestPerformed", "modest performed", modestly.performedItems),
      .count("ordinaryPut", "ordinary put", ordinary.count),
      .count("ordinaryPerformed", "ordinary performed", ordinarily.performedItems),
      .duration("modestWaitP99", "modest waits, p99", modestly.wait.p99Nanoseconds),
      .duration("ordinaryWaitP99", "ordinary waits, p99", ordinarily.wait.p99Nanoseconds),
    ]
  }
}

/// Work without an end: each item puts the next one.
private final class EndlessWork: Sendable {
  private let queue: WorkQueue
  private let isEnding = Atomic<Bool>(false)
  private let accepted = Atomic<Int>(0)
  private let highestMillionths = Atomic<Int>(0)

  private static let itemNanoseconds: Int64 = 1_000_000

  init(in queue: WorkQueue) { self.queue = queue }

  /// Begins with so many items; valid as long as this object, until the queue has been closed.
  func begin(_ count: Int) { for _ in 0..<count { putNext() } }

  private func putNext() {
    let item = WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<EndlessWork>.fromOpaque(context).takeUnretainedValue().perform()
      }, context: Unmanaged.passUnretained(self).toOpaque())
    if (try? queue.put(item)) != nil { accepted.wrappingAdd(1, ordering: .relaxed) }
  }

  private func perform() {
    Burning.processor(nanoseconds: Self.itemNanoseconds)
    if !isEnding.load(ordering: .relaxed) { putNext() }
  }

  /// Lets the items that are under way be the last.
  func end() { isEnding.store(true, ordering: .relaxed) }

  /// Items that were taken.
  var count: Int { accepted.load(ordering: .relaxed) }

  /// Notes a share of the machine.
  func note(_ share: Double) { highestMillionths.max(Int(share * 1e6), ordering: .relaxed) }

  var highestShare: Double { Double(highestMillionths.load(ordering: .relaxed)) / 1e6 }
}

extension GovernorSnapshot {
  fileprivate func used(by taskClass: String) -> Double {
    classes.first { $0.taskClass == taskClass }?.usedShare ?? 0
  }

  fileprivate func timesLowered(_ taskClass: String) -> UInt64 {
    classes.first { $0.taskClass == taskClass }?.timesLowered ?? 0
  }
}
