// Control side.

/// Which steps are performed as one item, in which order items should be taken, and whether more
/// than one thread can gain by it.
///
/// Indices only. It changes no sample: whatever it says, steps wait for those they read from.
struct ScheduleDraft: Equatable {
  /// Steps that one thread performs one after the other.
  struct Item: Equatable {
    /// By their places in the blueprint, in its order.
    let steps: [Int]
    /// How many items it waits for.
    let predecessorCount: Int
    /// The items that wait for it, the most urgent first.
    let successors: [Int]
    /// How long it takes.
    let costNanoseconds: Double
    /// How long it takes from its beginning to the end of all, if nobody has to wait for a thread.
    let rankNanoseconds: Double
  }

  /// What it costs to use more than one thread.
  struct Overhead: Equatable {
    /// Once a period.
    var startUpNanoseconds: Double
    /// For each item.
    var itemNanoseconds: Double
  }

  /// The most urgent first: each comes before those that wait for it.
  let items: [Item]
  /// How long all take one after the other.
  let workNanoseconds: Double
  /// How long the longest way takes.
  let criticalPathNanoseconds: Double
  /// How many items are on the longest way.
  let criticalPathItems: Int

  /// Makes items for some threads from what each step costs.
  ///
  /// A cost that is not a positive number is unknown, and taken to be like the mean of the others,
  /// or like `grainNanoseconds` if all are unknown. Items are to cost about that much at least.
  init(
    _ blueprint: Blueprint, costs: [Double] = [], threads: Int, grainNanoseconds: Double = 1000
  ) {
    let costs = Self.complete(costs, count: blueprint.steps.count, guess: grainNanoseconds)
    let graph = ItemGraph(blueprint, costs: costs)
      .contractingChains()
      .fusingLevels(grainNanoseconds: grainNanoseconds, threads: max(1, threads))
      .contractingChains()
    items = Self.ranked(graph)
    workNanoseconds = costs.reduce(0, +)
    criticalPathNanoseconds = items.first?.rankNanoseconds ?? 0
    var count = 0
    var next = items.first
    while let item = next {
      count += 1
      next = item.successors.first.map { [items] in items[$0] }
    }
    criticalPathItems = count
  }

  /// How many threads can be at work all the time, at most.
  var usefulThreads: Int {
    guard criticalPathNanoseconds > 0 else { return 1 }
    // A rounding error more is not one thread more.
    return max(1, Int((workNanoseconds / criticalPathNanoseconds - 1e-6).rounded(.up)))
  }

  /// How long a period should take on some threads; on one, the work alone.
  func predictedNanoseconds(threads: Int, overhead: Overhead) -> Double {
    guard threads > 1, items.count > 1 else { return workNanoseconds }
    let item = overhead.itemNanoseconds
    let way = criticalPathNanoseconds + Double(criticalPathItems) * item
    let share = (workNanoseconds + Double(items.count) * item) / Double(threads)
    return max(way, share) + overhead.startUpNanoseconds
  }

  /// How many threads should be the fastest: one, where more gain nothing.
  func fastestThreads(atMost threads: Int, overhead: Overhead) -> Int {
    let most = max(1, min(threads, usefulThreads))
    let predicted = (1...most).map { predictedNanoseconds(threads: $0, overhead: overhead) }
    return (predicted.indices.min { predicted[$0] < predicted[$1] } ?? 0) + 1
  }

  /// Whether more than one thread should be faster than one.
  func canGain(threads: Int, overhead: Overhead) -> Bool {
    fastestThreads(atMost: threads, overhead: overhead) > 1
  }

  /// Known costs between 1 ns and 1 s, so that each counts beside the sum of all.
  private static func complete(_ costs: [Double], count: Int, guess: Double) -> [Double] {
    let known = costs.prefix(count).filter { $0.isFinite && $0 > 0 }.map { min(max($0, 1), 1e9) }
    let mean = known.isEmpty ? guess : known.reduce(0, +) / Double(known.count)
    let unknown = min(max(mean, 1), 1e9)
    return (0..<count).map { step in
      guard step < costs.count, costs[step].isFinite, costs[step] > 0 else { return unknown }
      return min(max(costs[step], 1), 1e9)
    }
  }

  /// The items by descending rank.
  private static func ranked(_ graph: ItemGraph) -> [Item] {
    var ranks = graph.costs
    for item in graph.order.reversed() {
      ranks[item] += graph.successors[item].lazy.map { ranks[$0] }.max() ?? 0
    }
    let order = ranks.indices.sorted {
      (-ranks[$0], graph.steps[$0][0]) < (-ranks[$1], graph.steps[$1][0])
    }
    var places = order
    for (place, item) in order.enumerated() { places[item] = place }
    return order.map { item in
      Item(
        steps: graph.steps[item], predecessorCount: graph.predecessors[item].count,
        successors: graph.successors[item].map { places[$0] }.sorted(),
        costNanoseconds: graph.costs[item], rankNanoseconds: ranks[item])
    }
  }
}
