import CPeers

/// Graphs that are run once a period: who is how much faster than one indirect call after the other.
enum GraphTrial {
  /// Of "Pro Audio", for whoever performs nodes.
  static let priority: Int32 = 84

  static let shapes = [GraphShape.layers, .chains]

  /// Sizes of nodes, in nanoseconds.
  static let sizes: [Double] = [100, 200, 500, 2_000, 10_000, 50_000]

  static let rows = shapes.flatMap { shape in
    GraphPace.allCases.flatMap { pace in
      sizes.map { GraphRow(shape: shape, pace: pace, nanoseconds: $0) }
    }
  }

  static var trial: Trial {
    Trial(
      name: GraphRow.trialName,
      title: "graphs, two threads: from when a period is due to the end of its last node",
      subjects: rows.map { row in Subject(name: row.name) { try row.measure() } })
  }
}
