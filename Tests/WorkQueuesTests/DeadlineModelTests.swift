import CRealtime
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("Deadline: model", .serialized) struct DeadlineModelTests {
  /// The deadlines of one queue as anybody would write them who need not hurry.
  ///
  /// All that can pass have passed at once, and are settled when something comes next.
  private struct Model {
    var waiting = 0
    var missed: UInt64 = 0
    /// Passed and not yet settled, and whether an item ran since.
    var passed: [DeadlineKey: Bool] = [:]
    var ahead: Set<DeadlineKey> = []

    mutating func settle() {
      missed += UInt64(passed.values.count { hasRun in hasRun || waiting > 0 })
      passed = [:]
    }

    mutating func perform() {
      guard waiting > 0 else { return }
      waiting -= 1
      for key in passed.keys { passed[key] = true }
    }

    mutating func cancel(_ key: DeadlineKey) -> Bool {
      passed.removeValue(forKey: key) != nil || ahead.remove(key) != nil
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func agreesWithItStepByStep(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for program in 0..<Cases.count(40) {
      let bench = try GuestBench()
      // Or it would settle some before the model does.
      bench.platform.timer.stop()
      let step = run(bench, &generator)
      #expect(step == nil, "seed \(seed), program \(program)")
      bench.performAll()
      bench.platform.shutdown()
    }
  }

  /// Returns the first step that went otherwise than in the model.
  private func run(_ bench: GuestBench, _ generator: inout SeededGenerator) -> Int? {
    var model = Model()
    var keys: [DeadlineKey] = []
    for step in 0..<150 {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0:
        model.settle()
        guard bench.queue.handle.put(bench.item(step)) == .accepted else { return step }
        model.waiting += 1
      case 1, 2:
        guard bench.guest.handle.performNext() == (model.waiting > 0) else { return step }
        model.perform()
      case 3:
        model.settle()
        guard let key = bench.queue.handle.setDeadline(dueNanoseconds: 0) else { return step }
        keys.append(key)
        model.passed[key] = false
      case 4:
        guard model.ahead.count < 50 else { continue }
        model.settle()
        guard let key = bench.queue.handle.setDeadline(dueNanoseconds: .max) else { return step }
        keys.append(key)
        model.ahead.insert(key)
      default:
        guard let key = keys.randomElement(using: &generator) else { continue }
        guard bench.queue.cancelDeadline(key) == model.cancel(key) else { return step }
      }
      guard bench.queue.snapshot().missedDeadlines == model.missed else { return step }
    }
    return nil
  }

  /// Eight threads set and cancel while the deadlines pass, in a queue whose item never ends: each
  /// deadline is cancelled or missed, never both and never neither.
  @Test(arguments: [UInt64(11), 12])
  func eachIsCancelledOrMissedUnderEightThreads(seed: UInt64) throws {
    let bench = try DeadlineBench(workers: 2)
    let serial = try bench.platform.makeSerialQueue(named: "s", over: bench.queue)
    bench.hold()
    try bench.queue.put(bench.item(1))
    try serial.put(bench.item(2))
    #expect(bench.waitUntilRunning(2))
    let setters = try (0..<8).map {
      try DeadlineSetter(
        number: $0, queue: $0.isMultiple(of: 2) ? bench.queue : serial, seed: seed + UInt64($0))
    }
    for setter in setters { setter.join() }
    #expect(bench.waitUntilSettled())
    let missed = bench.missed + serial.snapshot().missedDeadlines
    let set = setters.reduce(0) { $0 + $1.accepted.load(ordering: .acquiring) }
    let cancelled = setters.reduce(0) { $0 + $1.cancelled.load(ordering: .acquiring) }
    #expect(missed == UInt64(set - cancelled), "seed \(seed)")
    #expect(set > 8)
    let free = bench.queue.core.pointee.deadlines.pointee.free.load(ordering: .acquiring)
    #expect(free == .max)
    bench.open()
    bench.platform.shutdown()
  }

  /// The same with workers that rise and find work, and queues that end in the middle of it: no item
  /// is lost.
  @Test(arguments: [UInt64(21), 22, 23])
  func noItemIsLostWhileWorkersRise(seed: UInt64) throws {
    let bench = try DeadlineBench(workers: 2)
    let serial = try bench.platform.makeSerialQueue(named: "s", over: bench.queue)
    let setters = try (0..<4).map {
      try DeadlineSetter(
        number: $0, queue: $0.isMultiple(of: 2) ? bench.queue : serial, seed: seed + UInt64($0))
    }
    let producers = try (0..<4).map {
      try Producer(puttingInto: [bench.queue.handle, serial.handle], number: $0, atMost: 4000)
    }
    if seed.isMultiple(of: 2) {
      for thread in producers { thread.join() }
      for thread in setters { thread.join() }
    }
    bench.platform.close(bench.queue)
    for thread in producers { thread.join() }
    for thread in setters { thread.join() }
    #expect(producers.map(\.wrong) == [0, 0, 0, 0], "seed \(seed)")
    #expect(bench.armed == 0)
    bench.platform.shutdown()
  }
}

/// A thread that sets deadlines and cancels some of them, until the queue is closed.
final class DeadlineSetter: @unchecked Sendable {
  let accepted = Atomic<Int>(0)
  let cancelled = Atomic<Int>(0)
  private let queue: QueueHandle
  private let seed: UInt64
  private var thread: RealtimeThread?

  init(number: Int, queue: WorkQueue, seed: UInt64) throws {
    self.queue = queue.handle
    self.seed = seed
    thread = try RealtimeThread(
      name: "setter \(number)",
      scheduling: number == 0 ? .fifo(priority: 1) : .normal(nice: 0),
      body: { context in
        guard let context else { return }
        Unmanaged<DeadlineSetter>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.set() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  func join() { thread?.join() }

  private func set() {
    var generator = SeededGenerator(seed: seed)
    var keys: [DeadlineKey] = []
    for _ in 0..<3000 {
      let lead = Int64.random(in: 0...60_000, using: &generator)
      let key = queue.setDeadline(
        dueNanoseconds: rt_now_nanoseconds() + Int64.random(in: -5_000...60_000, using: &generator),
        preDeadlineNanoseconds: lead, risingWorkers: Int.random(in: 0...3, using: &generator))
      if let key {
        accepted.wrappingAdd(1, ordering: .acquiringAndReleasing)
        keys.append(key)
      }
      if Bool.random(using: &generator), let key = keys.randomElement(using: &generator),
        queue.cancelDeadline(key)
      {
        cancelled.wrappingAdd(1, ordering: .acquiringAndReleasing)
      }
      if keys.count > 8 { keys.removeFirst() }
    }
  }
}
