import CPeers
import CRealtime

/// A graph, run once a period by each of several runners: the time from when it is due to its end.
enum GraphTrial {
  /// How the periods follow each other.
  enum Pace: String {
    /// One right after the other: everybody is awake.
    case warm
    /// 1.333 ms from one to the next, as a device asks for them: helpers may sleep.
    case cold
  }

  /// Of "Pro Audio", for whoever performs nodes.
  static let priority: Int32 = 84

  /// Sizes of nodes, in nanoseconds.
  static let sizes: [Double] = [100, 200, 500, 2_000, 10_000, 50_000]

  static func measure(_ runner: any GraphRunner, pace: Pace) -> [Metric: Double] {
    let before = CallerScheduling.promote(to: 82)
    defer { before.restore() }
    runner.prepare(dueNanoseconds: rt_now_nanoseconds())
    for _ in 0..<5 { runner.run() }
    let samples = pace == .warm ? warm(runner) : cold(runner)
    return Samples(samples).latencyFigures
  }

  /// As many periods as last 30 ms, but no fewer than 10.
  private static func warm(_ runner: any GraphRunner) -> [Double] {
    let end = rt_now_nanoseconds() + 30_000_000
    var samples: [Double] = []
    while samples.count < 10 || (rt_now_nanoseconds() < end && samples.count < 2_000) {
      let begin = rt_now_nanoseconds()
      runner.run()
      samples.append(Double(rt_now_nanoseconds() - begin))
    }
    return samples
  }

  /// The caller is a driver's thread: it sleeps, and is awake a little before the period.
  private static func cold(_ runner: any GraphRunner) -> [Double] {
    (0..<50).map { _ in
      let due = rt_now_nanoseconds() + Period.nanoseconds
      runner.prepare(dueNanoseconds: due)
      while rt_sleep_until(due - 200_000) != 0 {}
      Spin.until(due)
      let begin = rt_now_nanoseconds()
      runner.run()
      return Double(rt_now_nanoseconds() - begin)
    }
  }
}
