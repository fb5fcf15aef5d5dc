import Drivers

/// Finds out how late this machine wakes threads, and which period it holds.
///
/// It knows the order and the end of it; what takes time is done by the functions it is given.
struct MachineMeasurement {
  /// Periods that are tried, in frames, until one is not held.
  static let periodFrames = [1024, 512, 256, 128, 64, 32, 16]

  /// The priorities that are tried, the most urgent first.
  let levels: [WakeTrial.Level]
  /// Runs a thread of a level on each core at the same time.
  let wake: (WakeTrial.Level) throws -> [WakeTrial]
  /// Runs a clock with a period of so many frames.
  let period: (_ frames: Int) throws -> PeriodTrial
  let isInterrupted: () -> Bool

  /// Measures, and calls `progress` with the share that is done, 0 to 1.
  ///
  /// An interruption ends it with what was measured so far.
  func perform(
    seconds: Double, progress: (Double) -> Void = { _ in }
  ) throws -> MeasureReport {
    var report = MeasureReport(seconds: seconds)
    let steps = Double(levels.count + Self.periodFrames.count)
    var done = 0.0
    func step() {
      done += 1
      progress(done / steps)
    }
    for level in levels where !isInterrupted() {
      report.wakes += try wake(level)
      step()
    }
    for frames in Self.periodFrames where !isInterrupted() {
      let trial = try period(frames)
      report.trials.append(trial)
      step()
      guard trial.outcome == .stable else { break }
    }
    report.isInterrupted = isInterrupted()
    return report
  }
}
