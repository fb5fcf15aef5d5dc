import Host
import Synchronization
import WorkQueues

/// Two serial queues over a shared one, and items of the shared queue's own.
final class SerialStage: DemoStage {
  private let bench: DemoBench
  private let shared: NumberedQueue
  private let left: NumberedQueue
  private let right: NumberedQueue
  private let workers: Int

  private static let itemsPerPeriod = 4

  init(_ machine: DemoMachine) throws(HostError) {
    bench = try DemoBench(machine)
    workers = max(2, machine.cores)
    let queue = try bench.makeQueue("shared", workers: workers)
    shared = NumberedQueue(queue)
    do {
      left = NumberedQueue(try bench.platform.makeSerialQueue(named: "left", over: queue))
      right = NumberedQueue(try bench.platform.makeSerialQueue(named: "right", over: queue))
    } catch {
      bench.stop()
      throw HostError(.internal, "\(error)")
    }
  }

  private var all: [NumberedQueue] { [left, right, shared] }

  func start() throws(HostError) {
    let all = all
    try bench.start {
      for _ in 0..<Self.itemsPerPeriod { for queue in all { queue.putNext() } }
    }
  }

  func stop() { bench.stop() }

  var reading: QueueReading { bench.reading(of: all.map(\.queue)) }

  var figures: [DemoFigure] {
    let order = all.map { queue in
      DemoFigure.count(
        "\(queue.queue.name)OutOfOrder", "\(queue.queue.name): ended out of order",
        queue.outOfOrder.load(ordering: .relaxed))
    }
    let most = all.map { queue in
      DemoFigure.count(
        "\(queue.queue.name)MostAtOnce", "\(queue.queue.name): most at once",
        queue.mostAtOnce.load(ordering: .relaxed))
    }
    let performed = all.map { queue in
      DemoFigure.count(
        "\(queue.queue.name)Performed", "\(queue.queue.name): performed",
        queue.queue.snapshot().performedItems)
    }
    let put = all.reduce(0) { $0 + $1.count.load(ordering: .relaxed) }
    return most + order + performed + [
      .count("itemsPut", "items put in all", put),
      .count("leftThreads", "threads that performed left", left.threadCount),
      .count("workers", "threads of the shared queue", workers),
    ]
  }
}
