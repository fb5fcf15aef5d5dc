import Host
import Realtime
import Synchronization
import WorkQueues

/// Three queues that want more of every core than there is, one of each kind of class.
final class ClassesStage: DemoStage {
  private let bench: DemoBench
  private let rivals: [Rival]

  init(_ machine: DemoMachine) throws(HostError) {
    bench = try DemoBench(machine)
    let classes = bench.platform.classes
    let rows: [(name: String, taskClass: TaskClass?, milliseconds: Int64)] = [
      ("Pro Audio", classes["Pro Audio"], 2), ("Playback", classes["Playback"], 3),
      ("no class", nil, 8),
    ]
    var rivals: [Rival] = []
    for row in rows {
      let queue = try bench.makeQueue(
        row.name, workers: max(2, machine.cores), taskClass: row.taskClass)
      rivals.append(
        Rival(queue, itemNanoseconds: row.milliseconds * 1_000_000, atOnce: machine.cores))
    }
    self.rivals = rivals
  }

  func start() throws(HostError) {
    let rivals = rivals
    // The least urgent first: the others have to overtake it.
    try bench.start { for rival in rivals.reversed() { rival.ask() } }
  }

  func stop() { bench.stop() }

  var reading: QueueReading { bench.reading(of: rivals.map(\.queue)) }

  var figures: [DemoFigure] {
    let snapshots = rivals.map { $0.queue.snapshot() }
    let keys = ["proAudio", "playback", "noClass"]
    let waits = zip(keys, snapshots).map { key, queue in
      DemoFigure.duration("\(key)WaitP99", "\(queue.name) waits, p99", queue.wait.p99Nanoseconds)
    }
    let performed = zip(keys, snapshots).map { key, queue in
      DemoFigure.count("\(key)Performed", "\(queue.name) performed", queue.performedItems)
    }
    let leftOut = zip(keys, rivals).map { key, rival in
      DemoFigure.count(
        "\(key)LeftOut", "\(rival.queue.name) left out", rival.leftOut.load(ordering: .relaxed))
    }
    let put = rivals.reduce(0) { $0 + $1.put.load(ordering: .relaxed) }
    return waits + performed + leftOut + [.count("itemsPut", "items put in all", put)]
  }
}

/// A queue, and the items it is to perform in each period: one for each core.
private final class Rival: Sendable {
  let queue: WorkQueue
  let put = Atomic<Int>(0)
  /// Items that were not put, because those of earlier periods were still there.
  let leftOut = Atomic<Int>(0)
  private let atOnce: Int
  private let task: ControlTask
  private let unfinished: Unfinished

  private final class Unfinished: Sendable { let count = Atomic<Int>(0) }

  init(_ queue: WorkQueue, itemNanoseconds: Int64, atOnce: Int) {
    let unfinished = Unfinished()
    self.queue = queue
    self.atOnce = atOnce
    self.unfinished = unfinished
    task = ControlTask {
      Burning.processor(nanoseconds: itemNanoseconds)
      unfinished.count.wrappingSubtract(1, ordering: .relaxed)
    }
  }

  /// Puts what a period brings.
  func ask() {
    for _ in 0..<atOnce {
      guard unfinished.count.load(ordering: .relaxed) < atOnce, (try? queue.put(task.item)) != nil
      else {
        leftOut.wrappingAdd(1, ordering: .relaxed)
        continue
      }
      unfinished.count.wrappingAdd(1, ordering: .relaxed)
      put.wrappingAdd(1, ordering: .relaxed)
    }
  }
}
