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

  /// The items that wait for none, in their order.
  var initial: [Int] { items.indices.filter { items[$0].predecessorCount == 0 } }

  /// One thread for everything.
  static let serial = Schedule(items: [], threads: 1)
}
