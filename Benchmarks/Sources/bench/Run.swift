import CRealtime

/// All figures of one round.
typealias Round = [FigureKey: Double]

/// Measures all trials round by round, the subjects of each next to each other.
struct Run {
  /// A round in which a spinning thread lost more than this is repeated, while there is time.
  static let toleratedLossPercent = 3.0

  let trials: [Trial]
  let wantedRounds: Int
  let limitSeconds: Double
  let progress: (String) -> Void

  /// Runs until enough rounds were quiet, or time is up; returns the quietest of them.
  func measure() throws -> (rounds: [Round], discarded: Int) {
    let begin = rt_now_nanoseconds()
    var rounds: [Round] = []
    var longest = 0.0
    while true {
      let roundBegin = seconds(since: begin)
      rounds.append(try measureRound(rounds.count))
      longest = max(longest, seconds(since: begin) - roundBegin)
      let quiet = rounds.count { Self.loss(of: $0) <= Self.toleratedLossPercent }
      progress(
        "round \(rounds.count): \(Int(seconds(since: begin))) s, machine took "
          + "\(Self.loss(of: rounds[rounds.count - 1]).formatted1) % of a spinning core")
      if quiet >= wantedRounds { break }
      if rounds.count >= wantedRounds, seconds(since: begin) + longest > limitSeconds { break }
    }
    let kept = rounds.sorted { Self.loss(of: $0) < Self.loss(of: $1) }.prefix(wantedRounds)
    return (Array(kept), rounds.count - kept.count)
  }

  /// What the machine took in a round: the larger of its references.
  static func loss(of round: Round) -> Double {
    round.filter { $0.key.metric == .lost }.values.max() ?? 0
  }

  /// Subjects take turns in being first, so that no one always runs on a warmer machine.
  private func measureRound(_ index: Int) throws -> Round {
    var round: Round = [:]
    for trial in trials {
      let isForward = index.isMultiple(of: 2)
      for subject in isForward ? trial.subjects : trial.subjects.reversed() {
        for (metric, value) in try subject.run(round) {
          round[FigureKey(trial: trial.name, subject: subject.name, metric: metric)] = value
        }
      }
    }
    return round
  }

  private func seconds(since begin: Int64) -> Double {
    Double(rt_now_nanoseconds() - begin) / 1e9
  }
}
