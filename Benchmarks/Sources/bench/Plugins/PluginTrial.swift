import Foundation

/// Instances of eg-amp in a row, offline: Tactus and ecasound beside a bare loop around `run`.
enum PluginTrial {
  static let name = "plugins"
  private static let counts = [1, 8, 32, 128, 1_000, 10_000]
  /// The slope between these two is what a plugin costs.
  private static let (few, many) = (8, 128)

  static var trial: Trial {
    guard Program.tactus != nil, FileManager.default.fileExists(atPath: BareAmps.library) else {
      return Trial(
        name: name, title: "plugins: left out, without lv2-examples or TACTUS", subjects: [])
    }
    return Trial(
      name: name, title: "eg-amps in a row, 64 frames, offline: processor time of a period",
      subjects: counts.map { count in Subject(name: row(count)) { try measure(count) } })
  }

  /// What one more plugin costs.
  static var slope: Trial {
    Trial(
      name: name + " each", title: "one more eg-amp, from \(few) to \(many)",
      subjects: trial.subjects.isEmpty ? [] : [Subject(name: "slope", from: slope)])
  }

  static func key(_ metric: Metric) -> FigureKey {
    FigureKey(trial: name + " each", subject: "slope", metric: metric)
  }

  private static func row(_ count: Int) -> String { "\(count)" }

  /// So many that each takes about a second, and a short chain no longer than its files allow.
  private static func periods(for count: Int) -> Int { max(2_000, min(60_000, 6_000_000 / count)) }

  private static func measure(_ count: Int) throws -> [Metric: Double] {
    guard let program = Program.tactus else { return [:] }
    let periods = periods(for: count)
    let hosts = try OfflineHosts()
    var figures: [Metric: Double] = [
      .bare: try BareAmps(count: count).nanosecondsPerPeriod(periods: periods),
      .host: try hosts.tactus(program, amps: count, periods: periods),
    ]
    if Program.isInstalled("ecasound"), count <= 1_000 {
      figures[.ecasound] = try hosts.ecasound(amps: count, periods: periods)
    }
    return figures
  }

  private static func slope(_ round: Round) -> [Metric: Double] {
    func each(_ metric: Metric) -> Double? {
      let ends = [few, many].map {
        round[FigureKey(trial: name, subject: row($0), metric: metric)]
      }
      guard let low = ends[0], let high = ends[1] else { return nil }
      return (high - low) / Double(many - few)
    }
    var figures: [Metric: Double] = [:]
    let bare = each(.bare)
    figures[.bareEach] = bare
    figures[.hostEach] = each(.host)
    figures[.ecasoundEach] = each(.ecasound)
    if let bare {
      figures[.hostExtra] = each(.host).map { $0 - bare }
      figures[.ecasoundExtra] = each(.ecasound).map { $0 - bare }
    }
    return figures
  }
}
