import CRealtime

/// How the periods follow each other.
enum GraphPace: String, CaseIterable {
  /// One right after the other: everybody is awake.
  case warm
  /// 1.333 ms from the end of one to the next, as a device asks for them: helpers may sleep.
  case cold

  /// Periods before those that count: helpers rise by themselves once periods are steady.
  private static let leadIn = 6

  /// Runs periods and returns what each took from when it was due; no more than `count`, and fewer
  /// where they are long, but at least three.
  func run(_ runner: any GraphRunner, periods count: Int) -> [Double] {
    runAll(runner, periods: Self.leadIn)
    let end = rt_now_nanoseconds() + Int64(count) * Period.nanoseconds
    var samples: [Double] = []
    while samples.count < 3 || (samples.count < count && rt_now_nanoseconds() < end) {
      samples.append(runPeriod(runner))
    }
    return samples
  }

  /// Runs periods, however long they are.
  func runAll(_ runner: any GraphRunner, periods count: Int) {
    for _ in 0..<count { _ = runPeriod(runner) }
  }

  private func runPeriod(_ runner: any GraphRunner) -> Double {
    if self == .cold { sleepUntilDue(runner) }
    let begin = rt_now_nanoseconds()
    runner.run()
    return Double(rt_now_nanoseconds() - begin)
  }

  /// The caller is a driver's thread: it sleeps, and is awake a little before the period.
  private func sleepUntilDue(_ runner: any GraphRunner) {
    let due = rt_now_nanoseconds() + Period.nanoseconds
    runner.prepare(dueNanoseconds: due)
    while rt_sleep_until(due - 200_000) != 0 {}
    Spin.until(due)
  }
}
