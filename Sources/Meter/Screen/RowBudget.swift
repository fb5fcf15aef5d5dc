/// How the rows between the load and the footer are shared out.
struct RowBudget: Equatable {
  /// Rows of entries for each section; nil for a section that has no room even for its heading.
  var entries: [Int?]
  /// Empty rows above sections that have entries.
  var gaps = 0
  /// Rows of the load's history.
  var graph = 0

  /// A section that can give way does so when it would get fewer rows than this.
  private static let worthwhileRows = 4

  /// Shares `rows` out among sections that each want `wanted` rows of entries.
  ///
  /// Once all have these, up to `welcome` rows are of use. Every section has a heading. Rows go one by one to the section that has least for its weight,
  /// so that a long list does not push out a short one. What is left becomes air, then history.
  /// The section `yielding` gives its rows to the others when they are too few to be worth it, and
  /// its heading when the others have less than a row each.
  init(
    rows: Int, wanted: [Int], welcome: [Int] = [], weights: [Int], yielding: Int? = nil
  ) {
    self = Self.share(rows, [wanted, welcome], weights: weights, yielding: yielding)
    guard let yielding, let given = entries[yielding] else { return }
    guard given < min(wanted[yielding], Self.worthwhileRows) else { return }
    let modest = [wanted, welcome].map { wishes in
      wishes.indices.map { $0 == yielding ? 0 : wishes[$0] }
    }
    self = Self.share(rows, modest, weights: weights, yielding: yielding)
  }

  /// Fulfils one list of wishes after the other.
  private static func share(
    _ rows: Int, _ wishes: [[Int]], weights: [Int], yielding: Int?
  ) -> RowBudget {
    var budget = RowBudget(entries: headings(rows, count: weights.count, yielding: yielding))
    var rest = rows - budget.entries.count { $0 != nil }
    for wanted in wishes where !wanted.isEmpty {
      while rest > 0, let poorest = budget.poorest(wanted: wanted, weights: weights) {
        budget.entries[poorest] = (budget.entries[poorest] ?? 0) + 1
        rest -= 1
      }
    }
    budget.gaps = min(rest, budget.entries.count { ($0 ?? 0) > 0 })
    rest -= budget.gaps
    budget.graph = rest < 2 ? 0 : min(rest, max(2, rows / 5))
    return budget
  }

  private init(entries: [Int?]) { self.entries = entries }

  /// No rows yet for the sections that have a heading, the first ones when not all can have it.
  private static func headings(_ rows: Int, count: Int, yielding: Int?) -> [Int?] {
    let others = yielding == nil ? count : count - 1
    var rest = rows
    return (0..<count).map { index in
      guard index == yielding ? rows > 2 * others : rest > 0 else { return nil }
      rest -= 1
      return 0
    }
  }

  private func poorest(wanted: [Int], weights: [Int]) -> Int? {
    entries.indices
      .filter { (entries[$0] ?? .max) < wanted[$0] }
      .min { (entries[$0] ?? 0) * weights[$1] < (entries[$1] ?? 0) * weights[$0] }
  }
}
