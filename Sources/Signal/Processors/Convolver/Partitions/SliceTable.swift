// Control side.

/// Shares the work on one block of a level out among its slices, as evenly as its pieces allow.
enum SliceTable {
  /// For each slice the first piece of work that is no longer its own.
  ///
  /// `costs` are those of the pieces in the order they have to be done.
  static func ends(costs: [Double], slices: Int) -> [Int] {
    let total = costs.reduce(0, +)
    var ends: [Int] = []
    var piece = 0
    var done = 0.0
    for slice in 1...slices {
      let share = total * Double(slice) / Double(slices)
      while piece < costs.count, done + costs[piece] / 2 <= share {
        done += costs[piece]
        piece += 1
      }
      ends.append(slice == slices ? costs.count : piece)
    }
    return ends
  }
}
