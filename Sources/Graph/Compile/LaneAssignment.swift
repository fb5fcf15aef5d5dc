// Control side.

/// Which lane each item of a draft is on, and in which order lanes come to their items.
struct LaneAssignment {
  /// What it takes until a thread sees that an item of another lane is finished.
  private static let handOverNanoseconds = 300.0

  /// The items of each lane, by their numbers in the draft.
  private(set) var lanes: [[Int]]
  /// When the last item would end.
  private(set) var endNanoseconds = 0.0

  private let draft: ScheduleDraft
  private var predecessors: [[Int]]
  private var lane: [Int]
  private var end: [Double]
  private var isFree: [Double]

  /// The better of two ways.
  static func best(_ draft: ScheduleDraft, lanes: Int) -> LaneAssignment {
    var early = LaneAssignment(draft, lanes: lanes)
    early.placeWhereFirst()
    var close = LaneAssignment(draft, lanes: lanes)
    close.placeByLevels()
    return close.endNanoseconds <= early.endNanoseconds ? close : early
  }

  private init(_ draft: ScheduleDraft, lanes count: Int) {
    self.draft = draft
    lanes = [[Int]](repeating: [], count: count)
    predecessors = [[Int]](repeating: [], count: draft.items.count)
    lane = [Int](repeating: 0, count: draft.items.count)
    end = [Double](repeating: 0, count: draft.items.count)
    isFree = [Double](repeating: 0, count: count)
    for (number, item) in draft.items.enumerated() {
      for successor in item.successors { predecessors[successor].append(number) }
    }
  }

  /// Gives each item, the most urgent first, to the lane that can begin it first.
  private mutating func placeWhereFirst() {
    for item in draft.items.indices {
      let starts = lanes.indices.map { start(of: item, on: $0) }
      place(item, on: starts.indices.min { starts[$0] < starts[$1] } ?? 0)
    }
  }

  /// Divides each level evenly, so that items are on the lanes of those they wait for where that
  /// can be.
  private mutating func placeByLevels() {
    for level in levels {
      let work = level.reduce(0) { $0 + draft.items[$1].costNanoseconds }
      let near = level.map { (item: $0, lane: meanLane(of: $0)) }
        .sorted {
          ($0.lane, draft.items[$0.item].steps[0]) < ($1.lane, draft.items[$1.item].steps[0])
        }
      var done = 0.0
      for (item, _) in near {
        let cost = draft.items[item].costNanoseconds
        let share = Int((done + cost / 2) / work * Double(lanes.count))
        place(item, on: min(lanes.count - 1, share))
        done += cost
      }
    }
  }

  /// The lanes of what an item waits for, on average.
  private func meanLane(of item: Int) -> Double {
    guard !predecessors[item].isEmpty else { return 0 }
    return Double(predecessors[item].reduce(0) { $0 + lane[$1] }) / Double(predecessors[item].count)
  }

  /// The items by how many are before them on their longest way.
  private var levels: [[Int]] {
    var depths = [Int](repeating: 0, count: draft.items.count)
    for (item, before) in predecessors.enumerated() {
      // Items are in an order in which each comes after those it waits for.
      depths[item] = before.reduce(0) { max($0, depths[$1] + 1) }
    }
    var levels = [[Int]](repeating: [], count: (depths.max() ?? -1) + 1)
    for (item, depth) in depths.enumerated() { levels[depth].append(item) }
    return levels
  }

  private func start(of item: Int, on lane: Int) -> Double {
    predecessors[item].reduce(isFree[lane]) {
      max($0, end[$1] + (self.lane[$1] == lane ? 0 : Self.handOverNanoseconds))
    }
  }

  private mutating func place(_ item: Int, on lane: Int) {
    end[item] = start(of: item, on: lane) + draft.items[item].costNanoseconds
    self.lane[item] = lane
    isFree[lane] = end[item]
    lanes[lane].append(item)
    endNanoseconds = max(endNanoseconds, end[item])
  }
}
