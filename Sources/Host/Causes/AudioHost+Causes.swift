import Drivers
import Glibc
import Graph
import Realtime
import Synchronization
import Telemetry
import WorkQueues

extension AudioHost {
  /// Notes what threads there are, and what they have used so far.
  func prepareForCauses() {
    let workers = queues.audio.snapshot().workers
    causes.state.withLock { state in
      state.realtime.begin()
      state.threads = Self.stats(of: workers)
    }
  }

  /// Finds out why periods went wrong since the last look, at each beat.
  func lookForCauses(isLast: Bool = false) {
    let workers = queues.audio.snapshot().workers
    let line = causes.state.withLock { state -> String? in
      let late = flight.pointee.takeLate()
      let threads = Self.stats(of: workers)
      let growth = ThreadGrowth(from: state.threads, to: threads)
      state.threads = threads
      var material = material(&state, late, workers)
      material.circumstances.threads = growth
      material.isLast = isLast
      let scheduling = Self.scheduling(of: workers)
      material.circumstances.scheduling = scheduling.description
      let found = state.finder.look(material) { [threads] nanoseconds in
        state.realtime.hog(
          above: scheduling.priority, on: Self.processor(of: workers, threads),
          atLeast: nanoseconds)
      }
      state.realtime.refresh(above: scheduling.priority)
      return state.keep(found, at: events.uptimeNanoseconds)
    }
    if let line { events.add(line) }
  }

  private func material(
    _ state: inout CauseWatch.State, _ late: [PeriodRecord], _ workers: [WorkerSnapshot]
  ) -> CauseMaterial {
    let driver = selection.driver
    var material = CauseMaterial()
    material.late = late
    material.breaks = flight.pointee.takeBreaks()
    (material.xruns, material.stalls) = state.seen.faults(of: driver.counters)
    material.refusals = state.seen.refusals(of: queues.all.map { ($0.name, $0.refusedItems) })
    material.crashes = state.crashes
    state.crashes = []
    let nodes = live.nodes.map { ($0.name, $0.statistics.misses) }
    material.circumstances.lateNodes = LateNodes(
      names: state.seen.missed(of: Dictionary(nodes) { $1 }),
      tookNanoseconds: state.seen.took(live.lateReturns))
    material.circumstances.device = Self.device(driver)
    if !late.isEmpty { describeNodes(&material.circumstances, workers) }
    return material
  }

  /// What is known of the nodes' times.
  private func describeNodes(_ evidence: inout CauseEvidence, _ workers: [WorkerSnapshot]) {
    let names = Dictionary(workers.map { ($0.threadID, $0.name) }) { $1 }
    evidence.sharedThreads = live.status.threads
    evidence.nodes = (live.trace?.spans ?? []).map {
      CauseSpan(
        lane: names[$0.threadID] ?? "thread \($0.threadID)", name: $0.node,
        startNanoseconds: $0.startNanoseconds, endNanoseconds: $0.endNanoseconds)
    }
    let costs = live.nodes.map { (node: $0.name, nanoseconds: $0.node.times.p50Nanoseconds) }
    evidence.costliest = costs.max { $0.nanoseconds < $1.nanoseconds }
  }

  private static func stats(of workers: [WorkerSnapshot]) -> [Int32: ThreadStat] {
    let stats = workers.filter { $0.threadID != 0 }.compactMap { worker in
      ThreadStat.readInFull(process: getpid(), thread: worker.threadID)
    }
    return Dictionary(stats.map { ($0.threadID, $0) }) { $1 }
  }

  /// What the driver's thread has; the lowest of those that take turns, for the understudy is above.
  private static func scheduling(of workers: [WorkerSnapshot]) -> ThreadScheduling {
    let drivers = workers.filter { $0.kind != "worker" }.compactMap(\.scheduling)
    return drivers.min { $0.priority < $1.priority } ?? .normal(nice: 0)
  }

  /// The processor the driver's thread was on last: of those that take turns, the one that ran most.
  private static func processor(
    of workers: [WorkerSnapshot], _ threads: [Int32: ThreadStat]
  ) -> Int? {
    workers.filter { $0.kind != "worker" }.compactMap { threads[$0.threadID] }
      .max { $0.ranNanoseconds < $1.ranNanoseconds }?.processor
  }

  private static func device(_ driver: any Driver) -> String {
    switch driver.name {
    case "alsa": "the card"
    case "jack": "the JACK server"
    case "clock": "the clock"
    default: "the device"
    }
  }
}
