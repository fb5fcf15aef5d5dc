import CRealtime
import Foundation
import Realtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("WorkQueue: close at any moment", .serialized) struct ClosingStressTests {
  @Test(arguments: 1...4)
  func everyAcceptedItemIsPerformedOnce(workers: Int) throws {
    var generator = SeededGenerator(seed: UInt64(workers))
    for round in 0..<100 {
      let platform = try WorkPlatform()
      let queue = try platform.makeQueue(
        named: "q", kind: .multithreaded(workers: workers), capacity: 64,
        spinNanoseconds: round.isMultiple(of: 3) ? 20_000 : 0)
      let producers = try (0..<3).map { try Producer(puttingInto: queue.handle, number: $0) }
      _ = rt_sleep_until(rt_now_nanoseconds() + Int64.random(in: 0..<400_000, using: &generator))
      if round.isMultiple(of: 2) { queue.close() } else { platform.close(queue) }
      let performed = producers.map { $0.performed.load(ordering: .acquiring) }
      for producer in producers { producer.join() }
      let wrong = producers.indices.filter {
        performed[$0] != producers[$0].accepted.load(ordering: .acquiring)
          || producers[$0].performed.load(ordering: .acquiring) != performed[$0]
      }
      let snapshot = queue.snapshot()
      #expect(wrong.isEmpty, "round \(round) of \(workers) workers")
      #expect(snapshot.depth == 0 && snapshot.highestDepth <= 64)
      #expect(snapshot.performed.reduce(0, +) == performed.reduce(0) { $0 + UInt64($1) })
      #expect(
        snapshot.refused == producers.reduce(0) { $0 + $1.full.load(ordering: .acquiring) })
      platform.shutdown()
    }
  }
}
