import Foundation

extension Report {
  /// The same as in the table, with every round's value.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(
      Document(
        rounds: rounds.count, discardedRounds: discarded, goals: goals.map(outcome),
        figures: trials.flatMap(figures)))
  }

  private func outcome(_ goal: Goal) -> Outcome {
    Outcome(
      title: goal.title, against: goal.referenceName, limit: goal.limit,
      ratios: Spread(rounds.compactMap(goal.ratio)), isReached: goal.isReached(in: rounds))
  }

  private func figures(_ trial: Trial) -> [Figure] {
    trial.subjects.flatMap { subject in
      metrics(of: trial).compactMap { metric in
        let key = FigureKey(trial: trial.name, subject: subject.name, metric: metric)
        let values = rounds.compactMap { $0[key] }
        guard !values.isEmpty else { return nil }
        return Figure(
          trial: trial.title, subject: subject.name, metric: metric.rawValue,
          values: Spread(values))
      }
    }
  }
}

private struct Document: Encodable {
  let rounds: Int
  let discardedRounds: Int
  let goals: [Outcome]
  let figures: [Figure]
}

private struct Outcome: Encodable {
  let title: String
  let against: String
  let limit: Double
  let ratios: Spread
  let isReached: Bool
}

private struct Figure: Encodable {
  let trial: String
  let subject: String
  let metric: String
  let values: Spread
}

private struct Spread: Encodable {
  let median: Double
  let minimum: Double
  let maximum: Double
  let rounds: [Double]

  init(_ rounds: [Double]) {
    let samples = Samples(rounds)
    median = samples.median
    minimum = samples.minimum
    maximum = samples.maximum
    self.rounds = rounds
  }
}
