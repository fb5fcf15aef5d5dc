import CRealtime
import WorkQueues

/// Some producers, some workers, and queues between them that are closed in the end.
struct StressRound: CustomStringConvertible {
  enum Shape: String, CaseIterable {
    case standard
    case multithreaded
    /// Three serial queues side by side.
    case serial
    /// Serial queues over each other, and items for the queue below.
    case chain
    /// A worker for each priority, and a serial queue over them.
    case preempting
  }

  let shape: Shape
  let producers: Int
  let workers: Int
  let capacity: Int
  let spinNanoseconds: Int64
  let taskClass: String?
  /// After how long the queue is closed under its producers; nil for not before they are done.
  let closingNanoseconds: Int64?
  let seed: UInt64

  init(shape: Shape, random: inout SeededRandom) {
    self.shape = shape
    workers = shape == .standard ? 1 : shape == .preempting ? 3 : 1 + random.below(3)
    producers = 1 + random.below(StressRound.threadLimit - workers)
    capacity = 1 << (3 + random.below(10))
    spinNanoseconds = [0, 0, 5_000, 50_000][random.below(4)]
    taskClass = random.below(4) == 0 ? "Pro Audio" : nil
    closingNanoseconds = random.below(3) == 0 ? Int64(random.below(200_000_000)) : nil
    seed = random.next()
  }

  static let threadLimit = 8

  var description: String {
    "\(shape), \(producers) producers, \(workers) workers, \(capacity) items, "
      + "spin \(spinNanoseconds) ns, \(taskClass ?? "no class")"
      + (closingNanoseconds == nil ? "" : ", closed meanwhile")
  }

  /// Runs the round; returns how many items were performed, or says what was wrong.
  func run(items: UInt64) throws -> UInt64 {
    let ledger = StressLedger.shared
    ledger.open()
    let platform = try WorkPlatform()
    let (base, queues) = try makeQueues(platform)
    let isOrdered = shape == .standard || shape == .serial
    let share = items / UInt64(producers) + 1
    let threads = try (0..<producers).map { number in
      try StressProducer(
        number: number, queues: queues.map(\.handle),
        work: isOrdered ? StressLedger.noteInOrder : StressLedger.note, items: share,
        seed: seed &+ UInt64(number))
    }
    if let closingNanoseconds {
      _ = rt_sleep_until(rt_now_nanoseconds() + closingNanoseconds)
      platform.close(base)
    }
    for thread in threads { thread.join() }
    platform.shutdown()
    for (number, thread) in threads.enumerated() {
      let performed = ledger.sum(of: number)
      guard performed == thread.accepted else {
        throw StressFailure(
          round: self,
          reason: "producer \(number): accepted \(thread.accepted.count), "
            + "performed \(performed.count), or not the same ones")
      }
    }
    guard ledger.misorderings == 0 else {
      throw StressFailure(round: self, reason: "\(ledger.misorderings) items out of order")
    }
    return threads.reduce(0) { $0 + $1.accepted.count }
  }

  private func makeQueues(
    _ platform: WorkPlatform
  ) throws -> (base: WorkQueue, targets: [WorkQueue]) {
    let base = try platform.makeQueue(
      named: "base", kind: kind,
      taskClass: taskClass.flatMap { platform.classes[$0] }, capacity: capacity,
      spinNanoseconds: spinNanoseconds)
    switch shape {
    case .standard, .multithreaded:
      return (base, [base])
    case .preempting:
      return (base, [base, try serial(0, base, platform)])
    case .serial:
      return (base, try (0..<3).map { try serial($0, base, platform) })
    case .chain:
      let first = try serial(0, base, platform)
      let second = try serial(1, first, platform)
      return (base, [base, first, second, try serial(2, second, platform)])
    }
  }

  private var kind: WorkQueue.Kind {
    switch shape {
    case .standard: .standard
    case .preempting: .preempting
    case .multithreaded, .serial, .chain: .multithreaded(workers: workers)
    }
  }

  private func serial(
    _ number: Int, _ target: WorkQueue, _ platform: WorkPlatform
  ) throws -> WorkQueue {
    try platform.makeSerialQueue(named: "serial \(number)", over: target, capacity: capacity)
  }
}

/// An item was lost, ran twice, or overtook another.
struct StressFailure: Error, CustomStringConvertible {
  let round: StressRound
  let reason: String

  var description: String { "\(reason); in: \(round)" }
}
