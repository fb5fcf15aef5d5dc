import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("WorkQueue: close at any moment", .serialized) struct ClosingStressTests {
  private static let rounds = Cases.racing(100, atLeast: 30)

  @Test(arguments: 1...4)
  func everyAcceptedItemIsPerformedOnce(workers: Int) throws {
    var generator = SeededGenerator(seed: UInt64(workers))
    for round in 0..<Self.rounds {
      let platform = try WorkPlatform()
      let queue = try platform.makeQueue(
        named: "q", kind: .multithreaded(workers: workers), capacity: 64,
        spinNanoseconds: round.isMultiple(of: 3) ? 20_000 : 0)
      try check([queue], closing: queue, &generator, "round \(round) of \(workers) workers")
      let snapshot = queue.snapshot()
      #expect(snapshot.highestDepth <= 64)
      platform.shutdown()
    }
  }

  @Test(arguments: 1...3)
  func alsoOfTheSerialQueuesOverIt(workers: Int) throws {
    var generator = SeededGenerator(seed: UInt64(workers))
    for round in 0..<Self.rounds {
      let platform = try WorkPlatform()
      let queue = try platform.makeQueue(
        named: "q", kind: .multithreaded(workers: workers), capacity: 64,
        spinNanoseconds: round.isMultiple(of: 3) ? 20_000 : 0)
      let outer = try platform.makeSerialQueue(named: "outer", over: queue, capacity: 64)
      let inner = try platform.makeSerialQueue(named: "inner", over: outer, capacity: 64)
      let other = try platform.makeSerialQueue(named: "other", over: outer, capacity: 64)
      let closing = round.isMultiple(of: 4) ? outer : queue
      try check(
        closing === outer ? [outer, inner, other] : [queue, outer, inner, other],
        closing: closing, &generator, "round \(round) of \(workers) workers")
      platform.shutdown()
    }
  }

  private func check(
    _ queues: [WorkQueue], closing queue: WorkQueue, _ generator: inout SeededGenerator,
    _ comment: Comment
  ) throws {
    let producers = try (0..<3).map {
      try Producer(puttingInto: queues.map(\.handle), number: $0)
    }
    _ = rt_sleep_until(rt_now_nanoseconds() + Int64.random(in: 0..<400_000, using: &generator))
    queue.close()
    let performed = producers.reduce(0) { $0 + $1.performed }
    for producer in producers { producer.join() }
    #expect(producers.map(\.wrong) == [0, 0, 0], comment)
    #expect(producers.reduce(0) { $0 + $1.performed } == performed, comment)
    let snapshots = queues.map { $0.snapshot() }
    let counted = snapshots.reduce(0) { $0 + Int($1.performed.reduce(0, +)) }
    let refused = snapshots.reduce(0) { $0 + Int($1.refused) }
    #expect(counted == performed, comment)
    #expect(snapshots.allSatisfy { $0.depth == 0 }, comment)
    #expect(producers.reduce(0) { $0 + $1.full.load(ordering: .acquiring) } == refused, comment)
  }
}
