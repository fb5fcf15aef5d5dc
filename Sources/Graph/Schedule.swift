// Control side.

/// How a plan's steps are shared among threads: which of them are performed without a pause, and on
/// which thread as long as that comes.
///
/// Indices only. Any schedule of a plan plays the same samples.
struct Schedule: Equatable {
  /// Steps that one thread performs one after the other.
  struct Item: Equatable {
    /// The steps, by their places in the plan.
    let steps: [Int]
    /// The items it waits for.
    let predecessors: [Int]
  }

  /// Lane by lane, each in the order in which its thread should come to them.
  let items: [Item]
  /// Where each lane begins among the items, and behind them where the last ends.
  let laneStarts: [Int]
  /// How many runs may be shared until the next schedule; those after them are not.
  var sharedRuns = Int.max
  /// Whether runs that are shared take turns with such that are not, so that they can be compared.
  var alternates = false

  /// How many threads are of use; with one, the steps are performed in their order.
  var threads: Int { max(1, laneStarts.count - 1) }

  /// One thread for everything.
  static let serial = Schedule(items: [], laneStarts: [0])

  /// Its runs take turns with such that are not shared, and are over after so many.
  func trial(runs: Int) -> Schedule {
    var trial = self
    trial.sharedRuns = runs
    trial.alternates = true
    return trial
  }
}

extension Schedule {
  /// A draft's items on the lanes of some threads.
  init(_ draft: ScheduleDraft, threads: Int) {
    guard draft.items.count > 1, threads > 1 else {
      self = .serial
      return
    }
    let lanes = LaneAssignment.best(draft, lanes: threads).lanes
    var places = [Int](repeating: 0, count: draft.items.count)
    for (place, item) in lanes.joined().enumerated() { places[item] = place }
    var predecessors = [[Int]](repeating: [], count: draft.items.count)
    for (number, item) in draft.items.enumerated() {
      for successor in item.successors { predecessors[successor].append(number) }
    }
    items = lanes.joined().map { number in
      Item(
        steps: draft.items[number].steps,
        predecessors: predecessors[number].map { places[$0] }.sorted())
    }
    laneStarts = lanes.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
  }
}
