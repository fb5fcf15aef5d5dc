import Glibc

/// The size from which on nodes are worth a second thread.
enum BreakEven {
  static let trialName = "graph break-even"
  /// So much faster than the serial loop is worth it.
  private static let gain = 1.1

  static var trial: Trial {
    Trial(
      name: trialName, title: "the smallest nodes, cold, with which a graph is 1.1 times faster",
      subjects: GraphTrial.shapes.map { shape in
        Subject(name: shape.name, from: { figures(of: shape, in: $0) })
      })
  }

  static func key(_ shape: GraphShape, _ metric: Metric) -> FigureKey {
    FigureKey(trial: trialName, subject: shape.name, metric: metric)
  }

  private static func figures(of shape: GraphShape, in round: Round) -> [Metric: Double] {
    let rows = GraphTrial.rows.filter { $0.pace == .cold && $0.shape.name == shape.name }
    let columns: [(Metric, Metric)] = [
      (.tactusGain, .tactusBreakEven), (.flowGain, .flowBreakEven),
      (.applyGain, .applyBreakEven),
    ]
    var figures: [Metric: Double] = [:]
    for (gain, breakEven) in columns {
      let points = rows.compactMap { row in
        round[row.key(gain)].map { (size: row.nanoseconds, gain: $0) }
      }
      figures[breakEven] = size(points)
    }
    return figures
  }

  /// Where the gain passes 1.1 between two sizes, on a logarithmic scale of sizes; the smallest size
  /// where that is enough already, and the largest where none is.
  private static func size(_ points: [(size: Double, gain: Double)]) -> Double? {
    guard let index = points.firstIndex(where: { $0.gain >= gain }) else {
      return points.last?.size
    }
    guard index > 0 else { return points[0].size }
    let (below, above) = (points[index - 1], points[index])
    let share = (gain - below.gain) / (above.gain - below.gain)
    return below.size * pow(above.size / below.size, share)
  }
}
