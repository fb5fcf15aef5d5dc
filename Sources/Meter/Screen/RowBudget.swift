/// How the rows between the load and the footer are shared out.
struct RowBudget: Equatable {
  /// Rows of entries for each section; nil for a section that has no room even for its heading.
  var entries: [Int?]
  /// Empty rows above sections.
  var gaps = 0
  /// Rows of the load's history.
  var graph = 0

  /// Shares `rows` out among sections that want `wanted` rows of entries each.
  ///
  /// Every section has a heading. Rows go one by one to the section that has least for its weight,
  /// so that a long list does not push out a short one. What is left becomes air, then history.
  init(rows: Int, wanted: [Int], weights: [Int]) {
    var rest = rows
    entries = wanted.map { _ in
      guard rest > 0 else { return nil }
      rest -= 1
      return 0
    }
    while rest > 0, let poorest = poorest(wanted: wanted, weights: weights) {
      entries[poorest] = (entries[poorest] ?? 0) + 1
      rest -= 1
    }
    gaps = min(rest, wanted.count)
    rest -= gaps
    graph = rest < 2 ? 0 : min(rest, max(2, rows / 5))
  }

  private func poorest(wanted: [Int], weights: [Int]) -> Int? {
    entries.indices
      .filter { (entries[$0] ?? .max) < wanted[$0] }
      .min { (entries[$0] ?? 0) * weights[$1] < (entries[$1] ?? 0) * weights[$0] }
  }
}
