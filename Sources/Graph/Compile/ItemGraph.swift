// Control side.

/// Steps grouped to items, and which item waits for which.
struct ItemGraph {
  /// For each item its steps, in the order of the blueprint.
  let steps: [[Int]]
  let costs: [Double]
  /// For each item those it waits for, each once.
  let predecessors: [[Int]]
  /// For each item those that wait for it, each once.
  let successors: [[Int]]

  /// Each step is an item.
  init(_ blueprint: Blueprint, costs: [Double]) {
    steps = blueprint.steps.indices.map { [$0] }
    self.costs = costs
    predecessors = blueprint.steps.map(\.predecessors)
    successors = blueprint.steps.map(\.successors)
  }

  /// Makes one item of all items with the same number; numbers are from 0 to `count` - 1.
  private init(_ graph: ItemGraph, merging numbers: [Int], count: Int) {
    var steps = [[Int]](repeating: [], count: count)
    var costs = [Double](repeating: 0, count: count)
    var predecessors = steps
    for (item, number) in numbers.enumerated() {
      steps[number] += graph.steps[item]
      costs[number] += graph.costs[item]
      predecessors[number] += graph.predecessors[item].lazy.map { numbers[$0] }
    }
    var successors = [[Int]](repeating: [], count: count)
    var last = [Int](repeating: -1, count: count)
    for item in 0..<count {
      steps[item].sort()
      last[item] = item
      predecessors[item] = predecessors[item].filter { other in
        defer { last[other] = item }
        return last[other] != item
      }
      for other in predecessors[item] { successors[other].append(item) }
    }
    self.steps = steps
    self.costs = costs
    self.predecessors = predecessors
    self.successors = successors
  }

  /// Makes one item of those that can only be performed one after the other: each waits for
  /// nobody but the one before, which nobody else waits for.
  func contractingChains() -> ItemGraph {
    var numbers = [Int](repeating: 0, count: steps.count)
    var count = 0
    for first in steps.indices where !isLinked(first) {
      var item = first
      numbers[item] = count
      while successors[item].count == 1, isLinked(successors[item][0]) {
        item = successors[item][0]
        numbers[item] = count
      }
      count += 1
    }
    return count == steps.count ? self : ItemGraph(self, merging: numbers, count: count)
  }

  private func isLinked(_ item: Int) -> Bool {
    predecessors[item].count == 1 && successors[predecessors[item][0]].count == 1
  }

  /// Makes one item of neighbours on the same level that are smaller than is worth handing over.
  ///
  /// Who waits is on a higher level than whom it waits for, before and after: no cycle can arise.
  func fusingLevels(grainNanoseconds grain: Double, threads: Int) -> ItemGraph {
    var numbers = [Int](repeating: 0, count: steps.count)
    var count = 0
    for level in levels {
      let work = level.reduce(0) { $0 + costs[$1] }
      let share = Grain(grain, work: work, threads: threads).nanoseconds
      let small = level.filter { costs[$0] < share }
      for item in level where costs[item] >= share {
        numbers[item] = count
        count += 1
      }
      count += divide(small, share: share, threads: threads, numbering: &numbers, from: count)
    }
    return count == steps.count ? self : ItemGraph(self, merging: numbers, count: count)
  }

  /// Divides items into runs of about equal cost, about a share or more; gives back how many.
  private func divide(
    _ items: [Int], share: Double, threads: Int, numbering numbers: inout [Int], from first: Int
  ) -> Int {
    guard !items.isEmpty else { return 0 }
    let work = items.reduce(0) { $0 + costs[$1] }
    // A whole multiple, so that no thread has one more than the others.
    let shares = max(1, Int(work / share + 0.001))
    let parts = shares < threads ? shares : shares - shares % threads
    var done = 0.0
    var last = -1
    var count = 0
    for item in items {
      let part = min(parts - 1, Int((done + costs[item] / 2) / work * Double(parts)))
      if part != last { count += 1 }
      last = part
      numbers[item] = first + count - 1
      done += costs[item]
    }
    return count
  }

  /// The items so that each comes after all it waits for.
  var order: [Int] { levels.flatMap { $0 } }

  /// The items by how many are before them on their longest way, each level in the order of the
  /// blueprint.
  private var levels: [[Int]] {
    var open = predecessors.map(\.count)
    var level = steps.indices.filter { open[$0] == 0 }
    var levels: [[Int]] = []
    while !level.isEmpty {
      levels.append(level.sorted { steps[$0][0] < steps[$1][0] })
      var next: [Int] = []
      for item in level {
        for successor in successors[item] {
          open[successor] -= 1
          if open[successor] == 0 { next.append(successor) }
        }
      }
      level = next
    }
    return levels
  }
}

/// The least an item of a level should cost.
private struct Grain {
  let nanoseconds: Double

  /// Half of the usual is enough where it gives every thread two items.
  init(_ usual: Double, work: Double, threads: Int) {
    nanoseconds = max(usual / 2, min(usual, work / Double(2 * max(1, threads))))
  }
}
