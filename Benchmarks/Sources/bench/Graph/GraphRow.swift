import CPeers
import CRealtime
import Graph

/// One graph at one pace, with nodes of one size: all who run it, in turns of a few periods.
struct GraphRow {
  static let trialName = "graph"
  private static let turns = 3
  private static let periodsInTurn = 15

  let shape: GraphShape
  let pace: GraphPace
  /// How long a node takes.
  let nanoseconds: Double

  var name: String { "\(shape.name) \(pace.rawValue), \((nanoseconds / 1000).plain) µs" }

  func key(_ metric: Metric) -> FigureKey {
    FigureKey(trial: Self.trialName, subject: name, metric: metric)
  }

  func measure() throws -> [Metric: Double] {
    defer { ProcessThreads.demoteOthers() }
    let before = CallerScheduling.promote(to: 82)
    defer { before.restore() }
    let nodes = GraphNodes(shape, nanoseconds: nanoseconds, priority: GraphTrial.priority)
    let plan = try PlanRunner(nodes, spinNanoseconds: pace == .warm ? 100_000 : 0)
    plan.settle(pace)
    let times = takeTurns([SerialRunner(nodes), plan, FlowRunner(nodes), ApplyRunner(nodes)])
    return [
      .serial: times[0], .tactus: times[1], .tactusGain: times[0] / times[1],
      .flowGain: times[0] / times[2], .applyGain: times[0] / times[3],
      .threads: Double(plan.plan.sharing.threads),
    ]
  }

  /// The median of each one's periods; who begins changes from turn to turn.
  private func takeTurns(_ runners: [any GraphRunner]) -> [Double] {
    var samples = [[Double]](repeating: [], count: runners.count)
    for turn in 0..<Self.turns {
      for place in runners.indices {
        let index = (place + turn) % runners.count
        samples[index] += pace.run(runners[index], periods: Self.periodsInTurn)
      }
    }
    return samples.map { Samples($0).median }
  }
}
