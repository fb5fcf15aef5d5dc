import CPeers
import CRealtime
import Graph

/// What a plan adds to each node when one thread performs them all.
enum OverheadTrial {
  static let name = "graph overhead"
  private static let subject = "64 empty nodes, 8x8"
  private static let samples = 300
  private static let runsInSample = 64

  static var trial: Trial {
    Trial(
      name: name, title: "a plan on one thread and a loop of indirect calls, warm",
      subjects: [Subject(name: subject, run: measure)])
  }

  static func key(_ metric: Metric) -> FigureKey {
    FigureKey(trial: name, subject: subject, metric: metric)
  }

  private static func measure() throws -> [Metric: Double] {
    let nodes = GraphNodes(.layers, nanoseconds: 0, priority: 0)
    let runners: [any GraphRunner] = [
      SerialRunner(nodes), try PlanRunner(nodes, policy: .serial, workers: 1),
    ]
    var times = [[Double]](repeating: [], count: runners.count)
    for _ in 0..<samples {
      for (index, runner) in runners.enumerated() { times[index].append(sample(runner)) }
    }
    let (serial, plan) = (Samples(times[0]).median, Samples(times[1]).median)
    return [
      .serial: serial, .tactus: plan,
      .overhead: (plan - serial) / Double(nodes.shape.nodeCount),
    ]
  }

  /// So many runs in a row that all kinds are among them: a plan times its nodes in some.
  private static func sample(_ runner: any GraphRunner) -> Double {
    runner.run()
    let begin = rt_now_nanoseconds()
    for _ in 0..<runsInSample { runner.run() }
    return Double(rt_now_nanoseconds() - begin) / Double(runsInSample)
  }
}
