extension Goal {
  /// The goals of graphs; of several graphs, the one that fared worst in these rounds stands for
  /// all.
  static func graphs(in rounds: [Round]) -> [Goal] {
    let rows = GraphTrial.rows
    let first = rows.filter {
      $0.pace == .cold && $0.nanoseconds == 500 && $0.shape.name == GraphShape.layers.name
    }
    let large = rows.filter { $0.pace == .cold && $0.nanoseconds >= 2_000 }
    return [
      worst(of: first.map { gain("graph", $0, atLeast: 1.8) }, in: rounds),
      worst(of: large.map { gain("2 µs nodes and larger, cold", $0, atLeast: 1.9) }, in: rounds),
      worst(of: rows.map { gain("any graph", $0, atLeast: 0.98) }, in: rounds),
      worst(of: GraphTrial.shapes.map(breakEven), in: rounds),
      Goal(
        title: "overhead per node, one thread, less a bare loop",
        subject: OverheadTrial.key(.overhead),
        references: [], referenceName: "nanoseconds", limit: 10),
    ]
  }

  private static func gain(_ title: String, _ row: GraphRow, atLeast gain: Double) -> Goal {
    Goal(
      title: "\(title): \(row.name)", subject: row.key(.tactus), references: [row.key(.serial)],
      referenceName: "serial loop", limit: 1 / gain)
  }

  private static func breakEven(_ shape: GraphShape) -> Goal {
    Goal(
      title: "break-even size of nodes, cold: \(shape.name)",
      subject: BreakEven.key(shape, .tactusBreakEven),
      references: [BreakEven.key(shape, .flowBreakEven)], referenceName: "oneTBB flow graph",
      limit: 1.0 / 10)
  }

  private static func worst(of goals: [Goal], in rounds: [Round]) -> Goal {
    let ratios = goals.map { Samples(rounds.compactMap($0.ratio)).median }
    let worst = goals.indices.filter { !ratios[$0].isNaN }.max { ratios[$0] < ratios[$1] }
    return goals[worst ?? 0]
  }
}
