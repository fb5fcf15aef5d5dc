// Control side.

/// How a plan's steps are shared among threads: which of them are performed without a pause, in
/// which order of urgency, and by how many threads.
///
/// Indices only. Any schedule of a plan plays the same samples.
struct Schedule: Equatable {
  /// Steps that one thread performs one after the other.
  struct Item: Equatable {
    /// The steps, by their places in the plan.
    var steps: [Int]
    /// The items that wait for it, the most urgent first.
    var successors: [Int] = []
    var predecessorCount = 0
  }

  /// The most urgent first.
  var items: [Item]
  /// How many threads are of use; with one, the steps are performed in their order.
  var threads: Int
  /// How many runs may be shared until the next schedule; those after them are not.
  var sharedRuns = Int.max
  /// Whether every second run only is shared, so that the two can be compared.
  var alternates = false

  /// The items that wait for none, in their order.
  var initial: [Int] { items.indices.filter { items[$0].predecessorCount == 0 } }

  /// One thread for everything.
  static let serial = Schedule(items: [], threads: 1)
}

extension Schedule {
  /// A draft's items, shared among threads.
  init(_ draft: ScheduleDraft, threads: Int) {
    items = draft.items.map {
      Item(
        steps: $0.steps, successors: $0.successors, predecessorCount: $0.predecessorCount)
    }
    self.threads = items.count > 1 ? threads : 1
  }

  /// Its runs take turns with such that are not shared, and are over after so many.
  func trial(runs: Int) -> Schedule {
    var trial = self
    trial.sharedRuns = runs
    trial.alternates = true
    return trial
  }
}
