// Control side.

/// Which step is performed before which, whatever the schedule.
///
/// Steps are known by their place in an order in which each comes after all it waits for. One bit
/// for each pair of them.
struct Ancestry {
  /// For each step those it waits for itself: none of them waits for another.
  let direct: [[Int]]
  /// Where each step's bits begin; it has some only for those before it.
  private let rows: [Int]
  private var bits: [UInt64]

  /// `predecessors` are by place, each before the step that waits for it.
  init(predecessors: [[Int]]) {
    var rows: [Int] = []
    var count = 0
    for step in predecessors.indices {
      rows.append(count)
      count += step / 64 + 1
    }
    self.rows = rows
    var bits = [UInt64](repeating: 0, count: count)
    direct = predecessors.enumerated().map { step, before in
      let row = rows[step]
      for other in before {
        for word in 0...(other / 64) { bits[row + word] |= bits[rows[other] + word] }
      }
      // Only those are missing by now that no other one waits for.
      let missing = before.filter { bits[row + $0 / 64] & (1 << ($0 % 64)) == 0 }
      for other in missing { bits[row + other / 64] |= 1 << (other % 64) }
      return missing
    }
    self.bits = bits
  }

  /// Whether a step is always finished before another begins.
  func isAlways(_ step: Int, before other: Int) -> Bool {
    step < other && bits[rows[other] + step / 64] & (1 << (step % 64)) != 0
  }

  /// Whether all of some steps are always finished before another begins.
  func areAlways(_ steps: some Sequence<Int>, before other: Int) -> Bool {
    steps.allSatisfy { isAlways($0, before: other) }
  }

  /// Looks through those of some steps that are always finished before another begins, from the
  /// latest back, until one is accepted; `steps` has a bit for each.
  func latest(of steps: [UInt64], before other: Int, isAccepted: (Int) -> Bool) {
    for word in (0...(other / 64)).reversed() {
      var found = steps[word] & bits[rows[other] + word]
      while found != 0 {
        let bit = 63 - found.leadingZeroBitCount
        if isAccepted(64 * word + bit) { return }
        found &= ~(1 << bit)
      }
    }
  }
}
