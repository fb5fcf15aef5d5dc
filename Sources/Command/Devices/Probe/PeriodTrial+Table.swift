import Foundation

extension PeriodTrial {
  /// How long a period lasts.
  var periodNanoseconds: Int64 { Int64(periodFrames) * 1_000_000_000 / Int64(max(1, rate)) }
}

extension [PeriodTrial] {
  /// What was tried, a row for each.
  func table(columns: Int?) -> String {
    let titles = ["PERIODS", "FRAMES", "BUFFER", "XRUNS", "LATEST START", "LATEST END"]
    var table = TextTable(
      titles.map { .init(title: $0, isRightAligned: true) } + [.init(title: "OUTCOME")])
    for trial in self {
      table.add([
        "\(trial.periods)", "\(trial.periodFrames)",
        String(format: "%.1f ms", Double(trial.bufferFrames) * 1000 / Double(trial.rate)),
        "\(trial.xruns)", String(format: "%.2f ms", trial.latestStartMilliseconds),
        String(format: "%.0f %%", trial.latestEndPeriods * 100), trial.outcome.rawValue,
      ])
    }
    return table.text(columns: columns)
  }
}
