import CRealtime
import TestSupport
import Testing

@testable import WorkQueues

@Suite("Serial queue: model", .serialized) struct SerialModelTests {
  /// Queues one over the other, each with what waits in it: by priority, oldest first.
  private struct Tree {
    var queues: [WorkQueue]
    var waiting: [[[Int]]]

    var mostUrgent: Int? {
      (0..<3).reversed().first { priority in waiting.contains { !$0[priority].isEmpty } }
    }

    /// Takes an item out that was performed; false when its turn had not come.
    mutating func take(_ id: Int) -> Bool {
      guard let priority = mostUrgent,
        let queue = waiting.indices.first(where: { waiting[$0][priority].first == id })
      else { return false }
      waiting[queue][priority].removeFirst()
      return true
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func performsTheMostUrgentOldestFirstInEachQueue(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for program in 0..<Cases.count(170) {
      let bench = try GuestBench()
      var tree = Tree(queues: [bench.queue], waiting: [[[], [], []]])
      for place in 0..<Int.random(in: 1...6, using: &generator) {
        let below = tree.queues.randomElement(using: &generator) ?? bench.queue
        tree.queues.append(try bench.platform.makeSerialQueue(named: "\(place)", over: below))
        tree.waiting.append([[], [], []])
      }
      let agrees = run(&tree, on: bench, &generator)
      #expect(agrees, "seed \(seed), program \(program)")
      bench.platform.shutdown()
    }
  }

  private func run(
    _ tree: inout Tree, on bench: GuestBench, _ generator: inout SeededGenerator
  ) -> Bool {
    var performed = 0
    for id in 0..<150 {
      if Int.random(in: 0..<10, using: &generator) < 6 {
        let index = Int.random(in: tree.queues.indices, using: &generator)
        let priority = WorkPriority.allCases.randomElement(using: &generator) ?? .normal
        let status = tree.queues[index].handle.put(bench.item(id), priority: priority)
        guard status == .accepted else { return false }
        tree.waiting[index][Int(priority.rawValue) + 1].append(id)
      } else {
        guard bench.guest.handle.performNext() == (tree.mostUrgent != nil) else { return false }
      }
      let order = bench.order
      guard order.count <= performed + 1 else { return false }
      guard order[performed...].allSatisfy({ tree.take($0) }) else { return false }
      performed = order.count
    }
    bench.performAll()
    return bench.order[performed...].allSatisfy { tree.take($0) } && tree.mostUrgent == nil
  }
}
