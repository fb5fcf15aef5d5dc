/// What a run found, ready to be shown.
struct Report {
  let trials: [Trial]
  let goals: [Goal]
  let rounds: [Round]
  let discarded: Int

  /// One figure over all rounds; nil when it was not measured.
  func samples(_ trial: Trial, _ subject: Subject, _ metric: Metric) -> Samples? {
    let key = FigureKey(trial: trial.name, subject: subject.name, metric: metric)
    let values = rounds.compactMap { $0[key] }
    return values.isEmpty ? nil : Samples(values)
  }

  /// The metrics some subject of a trial has.
  func metrics(of trial: Trial) -> [Metric] {
    Metric.allCases.filter { metric in
      trial.subjects.contains { samples(trial, $0, metric) != nil }
    }
  }
}
