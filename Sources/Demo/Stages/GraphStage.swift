import Graph
import Host
import Realtime
import Synchronization
import WorkQueues

/// The same graph twice: performed by one thread, and shared among several.
final class GraphStage: DemoStage {
  private let bench: DemoBench
  private let serial: WorkQueue
  private let parallel: WorkQueue
  private let helpers: WorkQueue
  private let pair: GraphPair

  private static let voices = 8
  private static let nodeNanoseconds: Int64 = 60_000

  init(_ machine: DemoMachine) throws(HostError) {
    bench = try DemoBench(machine)
    let proAudio = bench.platform.classes["Pro Audio"]
    let threads = min(4, max(2, machine.cores))
    serial = try bench.makeQueue("serial", workers: 1, taskClass: proAudio)
    parallel = try bench.makeQueue("parallel", workers: 1, taskClass: proAudio)
    helpers = try bench.makeQueue("helpers", workers: threads - 1, taskClass: proAudio)
    let passes = FilterNode.passes(
      frames: PlannedRun.frames, nanoseconds: Self.nodeNanoseconds)
    pair = GraphPair(
      alone: try PlannedRun(voices: Self.voices, passes: passes, threads: 1, helpers: helpers),
      shared: try PlannedRun(
        voices: Self.voices, passes: passes, threads: threads, helpers: helpers),
      next: parallel)
  }

  func start() throws(HostError) {
    let (pair, serial) = (pair, serial)
    try bench.start { pair.begin(on: serial) }
  }

  func stop() {
    bench.silence()
    // What is under way in one queue is put into the next.
    bench.platform.close(serial)
    bench.platform.close(parallel)
    bench.stop()
  }

  var reading: QueueReading {
    var reading = bench.reading(of: [serial, parallel, helpers])
    reading.nodes = pair.shared.plan.statistics.steps.map {
      QueueReading.Node(kind: "filter", statistics: $0)
    }
    return reading
  }

  var figures: [DemoFigure] {
    let (alone, shared) = (serial.snapshot(), parallel.snapshot())
    let (one, many) = (alone.run.p50Nanoseconds, shared.run.p50Nanoseconds)
    let nodes = [pair.alone, pair.shared].map { run in
      run.plan.statistics.steps.reduce(0) { $0 + $1.performed }
    }
    return [
      .duration("serialP50", "one thread: a period, p50", one),
      .duration("parallelP50", "shared: a period, p50", many),
      .duration("serialP99", "one thread: a period, p99", alone.run.p99Nanoseconds),
      .duration("parallelP99", "shared: a period, p99", shared.run.p99Nanoseconds),
      .share(
        "parallelShare", "shared takes, of one thread's", one > 0 ? Double(many) / Double(one) : 0),
      .count("threads", "threads that share", pair.shared.plan.sharing.threads),
      .count("serialPeriods", "one thread: periods", alone.performedItems),
      .count("parallelPeriods", "shared: periods", shared.performedItems),
      .count("serialNodes", "one thread: nodes performed", nodes[0]),
      .count("parallelNodes", "shared: nodes performed", nodes[1]),
      .count("samplesCompared", "samples compared", pair.compared.load(ordering: .relaxed)),
      .count("samplesDiffering", "samples that differ", pair.differing.load(ordering: .relaxed)),
    ]
  }
}

/// Both runs of a period, one after the other, each in a queue that times it.
private final class GraphPair: Sendable {
  let alone: PlannedRun
  let shared: PlannedRun
  let compared = Atomic<Int>(0)
  let differing = Atomic<Int>(0)
  private let isUnderWay = Atomic<Bool>(false)
  private let next: WorkQueue

  init(alone: PlannedRun, shared: PlannedRun, next: WorkQueue) {
    self.alone = alone
    self.shared = shared
    self.next = next
  }

  /// Puts the next period, unless the last one is still under way.
  func begin(on queue: WorkQueue) {
    guard !isUnderWay.exchange(true, ordering: .acquiring) else { return }
    let item = WorkItem({ GraphPair.of($0)?.runAlone() }, context: context)
    if (try? queue.put(item)) == nil { isUnderWay.store(false, ordering: .releasing) }
  }

  private func runAlone() {
    alone.run()
    _ = try? next.put(WorkItem({ GraphPair.of($0)?.runShared() }, context: context))
  }

  private func runShared() {
    shared.run()
    compared.wrappingAdd(PlannedRun.frames, ordering: .relaxed)
    differing.wrappingAdd(shared.differences(from: alone), ordering: .relaxed)
    isUnderWay.store(false, ordering: .releasing)
  }

  private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  private static func of(_ context: UnsafeMutableRawPointer?) -> GraphPair? {
    context.map { Unmanaged<GraphPair>.fromOpaque($0).takeUnretainedValue() }
  }
}
