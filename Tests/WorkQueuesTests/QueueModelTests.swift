import CRealtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("WorkQueue: model", .serialized) struct QueueModelTests {
  /// The queue as anybody would write it who need not hurry.
  private struct Model {
    var waiting: [[Int]] = [[], [], []]
    let capacity: Int

    var count: Int { waiting.reduce(0) { $0 + $1.count } }

    mutating func put(_ id: Int, _ priority: WorkPriority) -> PutStatus {
      guard count < capacity else { return .full }
      waiting[Int(priority.rawValue) + 1].append(id)
      return .accepted
    }

    mutating func take() -> Int? {
      for index in (0..<3).reversed() where !waiting[index].isEmpty {
        return waiting[index].removeFirst()
      }
      return nil
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func agreesWithItStepByStep(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for program in 0..<200 {
      let capacity = Int.random(in: 1...24, using: &generator)
      let bench = try GuestBench(capacity: capacity)
      let agrees = run(bench, Model(capacity: capacity), &generator)
      #expect(agrees, "seed \(seed), program \(program), capacity \(capacity)")
      bench.platform.shutdown()
    }
  }

  private func run(
    _ bench: GuestBench, _ start: Model, _ generator: inout SeededGenerator
  ) -> Bool {
    let queue = bench.queue
    var model = start
    var refused: UInt64 = 0
    var order: [Int] = []
    let share = Int.random(in: 3...7, using: &generator)
    for id in 0..<120 {
      if Int.random(in: 0..<10, using: &generator) < share {
        let priority = WorkPriority.allCases.randomElement(using: &generator) ?? .normal
        let status = queue.handle.put(bench.item(id), priority: priority)
        guard status == model.put(id, priority) else { return false }
        if status == .full { refused += 1 }
      } else {
        let expected = model.take()
        guard bench.guest.handle.performNext() == (expected != nil) else { return false }
        if let expected { order.append(expected) }
      }
      let depth = queue.core.pointee.waitingCount()
      guard bench.order == order, depth == model.count else { return false }
    }
    queue.close()
    while let id = model.take() { order.append(id) }
    return bench.order == order && queue.snapshot().refused == refused
  }
}
