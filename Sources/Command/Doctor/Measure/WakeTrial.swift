import Realtime

/// How late the timer woke a thread of one priority on one core.
struct WakeTrial: Encodable, Equatable {
  /// The priority its class gives, such as `FIFO 84`.
  let asked: String
  /// What the thread really had.
  let granted: String
  /// The classes that give it.
  let classes: [String]
  let core: Int
  let count: UInt64
  let p50Nanoseconds: Int64
  let p99Nanoseconds: Int64
  let maximumNanoseconds: Int64

  init(
    _ level: Level, core: Int, granted: ThreadScheduling, _ lateness: DurationSummary
  ) {
    asked = "\(level.scheduling)"
    self.granted = "\(granted)"
    classes = level.classes
    self.core = core
    count = lateness.count
    p50Nanoseconds = lateness.p50Nanoseconds
    p99Nanoseconds = lateness.p99Nanoseconds
    maximumNanoseconds = lateness.maximumNanoseconds
  }

  /// A priority, and the classes that give it.
  struct Level: Equatable {
    let scheduling: ThreadScheduling
    let classes: [String]
  }
}

extension [WakeTrial] {
  /// What was measured, a row for each thread.
  func table(columns: Int?) -> String {
    var table = TextTable(
      [.init(title: "PRIORITY")]
        + ["CORE", "WAKE-UPS", "P50", "P99", "MAX"].map { .init(title: $0, isRightAligned: true) }
        + [.init(title: "CLASSES", wraps: true)])
    for trial in self {
      let times = [trial.p50Nanoseconds, trial.p99Nanoseconds, trial.maximumNanoseconds]
      table.add(
        [trial.asked + (trial.granted == trial.asked ? "" : ", got \(trial.granted)")]
          + ["\(trial.core)", "\(trial.count)"] + times.map(DurationText.of)
          + [trial.classes.joined(separator: ", ")])
    }
    return table.text(columns: columns)
  }
}
