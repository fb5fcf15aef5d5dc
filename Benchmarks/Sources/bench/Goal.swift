/// What a figure of ours should be, as a multiple of another of the same round.
struct Goal {
  let title: String
  let subject: FigureKey
  /// The smallest of these is what ours is compared with; with none, ours stands for itself.
  let references: [FigureKey]
  /// What the references are called.
  let referenceName: String
  let limit: Double
  /// Other figures that must not be exceeded, in their own units.
  var conditions: [(FigureKey, Double)] = []

  /// The ratio of one round; nil when something was not measured.
  func ratio(in round: Round) -> Double? {
    guard let own = round[subject] else { return nil }
    if references.isEmpty { return own }
    return reference(in: round).map { own / $0 }
  }

  func reference(in round: Round) -> Double? { references.compactMap { round[$0] }.min() }

  func isReached(in rounds: [Round]) -> Bool {
    Samples(rounds.compactMap(ratio)).median <= limit
      && conditions.allSatisfy { key, limit in
        Samples(rounds.compactMap { $0[key] }).median <= limit
      }
  }
}

extension Goal {
  static let all = [
    Goal(
      title: PutTrial.oneWorker.title, subject: ours("put1", .item),
      references: [peer("put1", Contenders.swiftDispatch, .item)],
      referenceName: "DispatchQueue.async", limit: 1.0 / 15,
      conditions: [(ours("put1", .allocations), 0)]),
    Goal(
      title: PutTrial.twoWorkers.title, subject: ours("put2", .item),
      references: [peer("put2", Contenders.tbb, .item)], referenceName: "oneTBB", limit: 1.0 / 5),
    Goal(
      title: "put to start, worker awake, p50", subject: ours("start", .p50),
      references: [peer("start", Floor.handOff, .p50)], referenceName: "spin hand-off",
      limit: 1.5),
    Goal(
      title: "first item after an idle 1.333 ms, p50", subject: ours("period", .p50),
      references: Contenders.peers.map { peer("period", $0, .p50) },
      referenceName: "the best of all pools", limit: 1.0 / 30,
      conditions: [(ours("period", .processor), 12)]),
    Goal(
      title: "priority +1 behind 10,000 of -1, p99", subject: ours("priority", .p99),
      references: [peer("priority", Floor.sameCore, .p50)],
      referenceName: "futex wake, same core, p50", limit: 4),
    Goal(
      title: "scheduled item, lateness p50", subject: ours("lateness", .p50),
      references: [peer("lateness", Floor.sleep, .p50)], referenceName: "clock_nanosleep",
      limit: 1.1),
    Goal(
      title: "stereo convolver, 2 s, 64 frames, processor time",
      subject: ours(ConvolverTrial.name, .period),
      references: [peer(ConvolverTrial.name, ConvolverTrial.zita, .period)],
      referenceName: ConvolverTrial.zita, limit: 1),
    Goal(
      title: "host overhead of one more LV2 plugin, 64 frames",
      subject: PluginTrial.key(.hostExtra),
      references: [], referenceName: "nanoseconds", limit: 5),
    Goal(
      title: "a plugin in a sandbox, p50", subject: SandboxTrial.cost,
      references: [SandboxTrial.reference], referenceName: "two futex wakes", limit: 1.3),
    Goal(
      title: "periods from a crash to the dry signal", subject: SandboxTrial.untilDry,
      references: [], referenceName: "periods", limit: 0),
    Goal(
      title: "a period of the whole host, one plugin, live", subject: LiveTrial.idle,
      references: [LiveTrial.bareIdle], referenceName: "bare loop on a timer", limit: 1.1),
  ]

  private static func ours(_ trial: String, _ metric: Metric) -> FigureKey {
    FigureKey(trial: trial, subject: Contenders.ours, metric: metric)
  }

  private static func peer(_ trial: String, _ name: String, _ metric: Metric) -> FigureKey {
    FigureKey(trial: trial, subject: name, metric: metric)
  }
}
