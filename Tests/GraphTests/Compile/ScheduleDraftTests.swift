import TestSupport
import Testing

@testable import Graph

@Suite("ScheduleDraft") struct ScheduleDraftTests {
  private func blueprint(_ count: Int, _ edges: [(Int, Int)] = []) throws -> Blueprint {
    try Blueprint(
      GraphDescription(
        nodes: (0..<count).map { .wire("n\($0)") },
        connections: edges.map { connect(.node($0.0, port: 0), .node($0.1, port: 0)) },
        maximumFrames: 1))
  }

  /// `columns` nodes side by side, `rows` times; each reads from two of the row before.
  private func grid(_ rows: Int, _ columns: Int) throws -> Blueprint {
    try blueprint(
      rows * columns,
      (1..<rows).flatMap { row in
        (0..<columns).flatMap { column in
          [column, (column + 1) % columns].map {
            ((row - 1) * columns + $0, row * columns + column)
          }
        }
      })
  }

  private func draft(
    _ blueprint: Blueprint, _ cost: Double, threads: Int = 2
  ) -> ScheduleDraft {
    ScheduleDraft(
      blueprint, costs: [Double](repeating: cost, count: blueprint.steps.count), threads: threads)
  }

  private let free = ScheduleDraft.Overhead(startUpNanoseconds: 0, itemNanoseconds: 0)

  @Test func isEmptyForAnEmptyGraph() throws {
    let draft = draft(try blueprint(0), 1)
    #expect(draft.items == [])
    #expect(draft.workNanoseconds == 0)
    #expect(draft.usefulThreads == 1)
    #expect(draft.criticalPathItems == 0)
    #expect(!draft.canGain(threads: 8, overhead: free))
    #expect(draft.predictedNanoseconds(threads: 4, overhead: free) == 0)
  }

  @Test func makesOneItemOfAChain() throws {
    let draft = draft(try blueprint(5, [(0, 1), (1, 2), (2, 3), (3, 4)]), 7000)
    #expect(draft.items.map(\.steps) == [[0, 1, 2, 3, 4]])
    #expect(draft.workNanoseconds == 35_000)
    #expect(draft.criticalPathNanoseconds == 35_000)
    #expect(draft.usefulThreads == 1)
    #expect(!draft.canGain(threads: 8, overhead: free))
  }

  @Test func keepsChainsSideBySideAsItems() throws {
    let draft = draft(try blueprint(6, [(0, 1), (1, 2), (3, 4), (4, 5)]), 2000)
    #expect(draft.items.map(\.steps) == [[0, 1, 2], [3, 4, 5]])
    #expect(draft.items.allSatisfy { $0.predecessorCount == 0 && $0.successors == [] })
    #expect(draft.usefulThreads == 2)
    #expect(draft.predictedNanoseconds(threads: 2, overhead: free) == 6000)
    #expect(draft.fastestThreads(atMost: 8, overhead: free) == 2)
  }

  @Test func numbersItemsByTheirLongestWayToTheEnd() throws {
    // A split, a long way, a short way, and where they meet.
    let blueprint = try blueprint(4, [(0, 1), (0, 2), (1, 3), (2, 3)])
    #expect(blueprint.steps.map(\.node) == [0, 1, 2, 3])
    let draft = ScheduleDraft(blueprint, costs: [1000, 2000, 9000, 3000], threads: 2)
    #expect(draft.items.map(\.steps) == [[0], [2], [1], [3]])
    #expect(draft.items.map(\.rankNanoseconds) == [13_000, 12_000, 5000, 3000])
    #expect(draft.items.map(\.costNanoseconds) == [1000, 9000, 2000, 3000])
    #expect(draft.items.map(\.successors) == [[1, 2], [3], [3], []])
    #expect(draft.items.map(\.predecessorCount) == [0, 1, 1, 2])
    #expect(draft.criticalPathNanoseconds == 13_000)
    #expect(draft.criticalPathItems == 3)
    #expect(draft.workNanoseconds == 15_000)
    #expect(draft.usefulThreads == 2)
  }

  @Test func fusesSmallNeighboursToGrains() throws {
    // 64 steps of 125 ns: 8 items of 1000 ns.
    let draft = draft(try blueprint(64), 125)
    #expect(draft.items.map(\.steps.count) == [Int](repeating: 8, count: 8))
    #expect(draft.items.first?.steps == Array(0..<8))
    #expect(draft.items.map(\.costNanoseconds) == [Double](repeating: 1000, count: 8))
  }

  @Test func leavesLargeStepsAlone() throws {
    let draft = ScheduleDraft(
      try blueprint(5), costs: [100, 5000, 100, 5000, 100], threads: 2)
    #expect(draft.items.map(\.steps) == [[1], [3], [0, 2, 4]])
  }

  @Test func givesEveryThreadTwoItemsWhereHalfAGrainIsLeftForEach() throws {
    // A row of 8 times 300 ns: four items of 600 ns rather than two of 1200 ns.
    let enough = draft(try grid(8, 8), 300)
    #expect(enough.items.count == 32)
    #expect(enough.items.allSatisfy { $0.steps.count == 2 })
    // 8 times 200 ns are three halves of a grain: an equal number for each of two threads.
    let less = draft(try grid(8, 8), 200)
    #expect(less.items.count == 16)
    // 8 times 100 ns are less than a grain: all rows follow one another in one item.
    let little = draft(try grid(8, 8), 100)
    #expect(little.items.count == 1)
    #expect(!little.canGain(threads: 2, overhead: free))
  }

  @Test func takesUnknownCostsToBeTheMeanOfTheKnown() throws {
    let costs = [2000, .nan, 4000, 0, -5, .infinity]
    let draft = ScheduleDraft(try blueprint(7), costs: costs, threads: 2)
    #expect(draft.workNanoseconds == 21_000)
    #expect(draft.items.map(\.steps) == [[2], [1], [3], [4], [5], [6], [0]])
  }

  @Test func takesAllToBeEqualIfNothingIsKnown() throws {
    let draft = ScheduleDraft(try blueprint(3), threads: 2)
    #expect(draft.items.map(\.costNanoseconds) == [1000, 1000, 1000])
    let odd = ScheduleDraft(try blueprint(3), threads: 0, grainNanoseconds: -1)
    #expect(odd.items.map(\.costNanoseconds) == [1, 1, 1])
  }

  @Test func countsWhatItCostsToShareWork() throws {
    let draft = draft(try blueprint(8), 1000, threads: 2)
    #expect(draft.items.count == 8)
    let overhead = ScheduleDraft.Overhead(startUpNanoseconds: 500, itemNanoseconds: 100)
    // The share of each thread, with its items' overhead; the longest way is one item.
    #expect(draft.predictedNanoseconds(threads: 2, overhead: overhead) == 4900)
    #expect(draft.predictedNanoseconds(threads: 1, overhead: overhead) == 8000)
    #expect(draft.predictedNanoseconds(threads: 100, overhead: overhead) == 1600)
    #expect(draft.canGain(threads: 2, overhead: overhead))
    let dear = ScheduleDraft.Overhead(startUpNanoseconds: 4000, itemNanoseconds: 0)
    #expect(!draft.canGain(threads: 2, overhead: dear))
    #expect(draft.canGain(threads: 3, overhead: dear))
    #expect(draft.fastestThreads(atMost: 1, overhead: free) == 1)
    #expect(draft.fastestThreads(atMost: 0, overhead: free) == 1)
  }

  @Test func isTheSameEveryTime() throws {
    let graph = RandomDescription.make(seed: 7, nodeCount: 200)
    let first = ScheduleDraft(try Blueprint(graph), threads: 2)
    for _ in 0..<5 { #expect(ScheduleDraft(try Blueprint(graph), threads: 2) == first) }
  }

  @Test(arguments: [1, 2, 8]) func keepsTheOrderOfRandomGraphs(threads: Int) throws {
    let first = UInt64.random(in: 0..<1_000_000)
    print("schedules for \(threads) threads: seeds from \(first)")
    for seed in first..<(first + UInt64(Cases.count(100))) {
      var random = SeededGenerator(seed: seed)
      let nodeCount = Int.random(in: 0...80, using: &random)
      let blueprint = try Blueprint(RandomDescription.make(seed: seed, nodeCount: nodeCount))
      let costs = blueprint.steps.map { _ in Double.random(in: 1...3000, using: &random) }
      let draft = ScheduleDraft(blueprint, costs: costs, threads: threads)
      let model = ScheduleModel(draft, blueprint)
      for _ in 0..<3 { #expect(model.play(&random) == [], "seed \(seed)") }
      #expect(abs(draft.workNanoseconds - costs.reduce(0, +)) < 1, "seed \(seed)")
      for (number, item) in draft.items.enumerated() {
        #expect(item.steps == item.steps.sorted(), "seed \(seed)")
        #expect(item.successors.allSatisfy { $0 > number }, "seed \(seed)")
        let next = item.successors.map { draft.items[$0].rankNanoseconds }.max() ?? 0
        #expect(abs(item.rankNanoseconds - item.costNanoseconds - next) < 1e-3, "seed \(seed)")
      }
    }
  }
}

/// Performs a draft's items as threads might, and says what is wrong with it.
private struct ScheduleModel {
  let draft: ScheduleDraft
  let blueprint: Blueprint

  init(_ draft: ScheduleDraft, _ blueprint: Blueprint) {
    self.draft = draft
    self.blueprint = blueprint
  }

  func play(_ random: inout SeededGenerator) -> [String] {
    var found: [String] = []
    var open = draft.items.map(\.predecessorCount)
    var ready = open.indices.filter { open[$0] == 0 }
    var performed = [Int](repeating: 0, count: blueprint.steps.count)
    while !ready.isEmpty {
      let item = ready.remove(at: Int.random(in: ready.indices, using: &random))
      for step in draft.items[item].steps {
        if blueprint.steps[step].predecessors.contains(where: { performed[$0] == 0 }) {
          found.append("step \(step) comes too early")
        }
        performed[step] += 1
      }
      for successor in draft.items[item].successors {
        open[successor] -= 1
        if open[successor] == 0 { ready.append(successor) }
      }
    }
    if performed.contains(where: { $0 != 1 }) { found.append("not every step came once") }
    return found
  }
}
