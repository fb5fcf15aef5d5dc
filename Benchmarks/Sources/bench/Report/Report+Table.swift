extension Report {
  /// Goals first, then every figure.
  func table() -> String {
    (["Medians of \(rounds.count) rounds (minimum to maximum); \(discarded) noisier discarded", ""]
      + goalLines() + trials.flatMap(lines)).joined(separator: "\n")
  }

  private func goalLines() -> [String] {
    let rows = goals.map { goal in
      let ratios = Samples(goal.rounds(rounds).compactMap(goal.ratio))
      return [
        goal.title,
        Samples(rounds.compactMap { $0[goal.subject] }).text,
        goal.referenceName,
        Samples(rounds.compactMap(goal.reference)).text,
        ratios.text,
        goal.limit.figure,
        goal.isReached(in: rounds) ? "yes" : "no",
      ]
    }
    let head = ["goal", "Tactus ns", "against", "its ns", "ratio", "at most", "reached"]
    return Columns.lines([head] + rows) + [""]
  }

  private func lines(_ trial: Trial) -> [String] {
    guard !trial.subjects.isEmpty else { return [trial.title, ""] }
    let metrics = metrics(of: trial)
    let rows = trial.subjects.map { subject in
      [subject.name]
        + metrics.map { samples(trial, subject, $0)?.text ?? "" }
    }
    return [trial.title] + Columns.lines([[""] + metrics.map(\.rawValue)] + rows) + [""]
  }
}

extension Goal {
  /// The rounds in which both sides were measured.
  fileprivate func rounds(_ all: [Round]) -> [Round] { all.filter { ratio(in: $0) != nil } }
}

extension Samples {
  /// Such as `23.1 (20.2 to 30.4)`, or `23.1` where all are the same.
  var text: String {
    if count == 0 { return "-" }
    if minimum == maximum { return median.figure }
    return "\(median.figure) (\(minimum.figure) to \(maximum.figure))"
  }
}

/// Lines up cells under each other.
enum Columns {
  static func lines(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      return "  " + cells.joined(separator: "  ").trimmingSuffix(" ")
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return text
  }
}
