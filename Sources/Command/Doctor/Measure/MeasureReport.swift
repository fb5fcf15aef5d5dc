import Drivers

/// What a machine did when it was measured, and the period it holds.
struct MeasureReport: Report, Equatable {
  /// Of the clock, in frames per second.
  static let rate = 48_000
  /// In the clock's buffer.
  static let periods = 2
  /// The share of each period that is spent.
  static let load = 0.5

  /// How long each was measured.
  let seconds: Double
  /// In the order they were tried, a level's cores together.
  var wakes: [WakeTrial] = []
  /// From the longest period to the first that was not held.
  var trials: [PeriodTrial] = []
  var isInterrupted = false

  /// The shortest period that was held.
  var best: PeriodTrial? { trials.last { $0.outcome == .stable } }

  /// Which period the machine holds, and why it does not hold the next shorter one.
  var verdict: [String] {
    var sentences: [String] = []
    if let best {
      sentences.append(
        "This machine holds periods of \(best.periodFrames) frames at \(best.rate) Hz "
          + "(\(DurationText.of(best.periodNanoseconds))), with half of each spent.")
    } else if trials.contains(where: { $0.outcome != .interrupted }) {
      sentences.append("This machine holds none of the periods that were tried.")
    }
    if let last = trials.last, last.outcome == .xruns || last.outcome == .stopped {
      sentences.append(reason(last))
    } else if best?.periodFrames == MachineMeasurement.periodFrames.last {
      sentences.append("Shorter ones were not tried.")
    }
    if isInterrupted { sentences.append("Interrupted: this is what was measured until then.") }
    return sentences
  }

  private func reason(_ trial: PeriodTrial) -> String {
    let what = "\(trial.periodFrames) frames fail"
    guard trial.outcome == .xruns else { return "\(what): the clock gave no periods." }
    let slack = trial.periodNanoseconds * Int64(trial.periods - 1)
    let times = String.count(trial.xruns, "time")
    let late =
      "\(what): \(times) a period began later than the \(DurationText.of(slack)) "
      + "that the buffer bridges"
    // What plays is scheduled as the first level is.
    let first = wakes.filter { $0.asked == wakes.first?.asked }
    guard let worst = first.max(by: { $0.maximumNanoseconds < $1.maximumNanoseconds }) else {
      return late + "."
    }
    let longest = DurationText.of(worst.maximumNanoseconds)
    return worst.maximumNanoseconds > slack
      ? "\(late), and the timer alone woke \(worst.asked) up to \(longest) late "
        + "on core \(worst.core)."
      : "\(late), though the timer alone woke \(worst.asked) at most \(longest) late: "
        + "what held up the periods' work came now and then."
  }

  func text(columns: Int?) -> String {
    var sections: [String] = []
    if !wakes.isEmpty {
      sections += [
        "wake-ups by a timer every \(DurationText.of(WakeLoop.intervalNanoseconds)), "
          + "\(seconds) s for each priority, on all cores at once",
        wakes.table(columns: columns),
      ]
    }
    if !trials.isEmpty {
      sections += [
        "periods of a clock at \(Self.rate) Hz, half of each spent, \(seconds) s each",
        trials.table(columns: columns),
      ]
    }
    let sentences = verdict.map { $0.hanging("", columns: columns) }
    return (sections + [sentences.joined(separator: "\n")]).joined(separator: "\n\n")
  }

  private enum CodingKeys: CodingKey {
    case seconds, rate, periods, load, wakes, trials, best, verdict, isInterrupted
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(Self.rate, forKey: .rate)
    try container.encode(Self.periods, forKey: .periods)
    try container.encode(Self.load, forKey: .load)
    try container.encode(wakes, forKey: .wakes)
    try container.encode(trials, forKey: .trials)
    try container.encodeIfPresent(best, forKey: .best)
    try container.encode(verdict.joined(separator: " "), forKey: .verdict)
    try container.encode(isInterrupted, forKey: .isInterrupted)
  }
}
