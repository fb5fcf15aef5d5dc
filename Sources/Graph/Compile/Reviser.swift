// Control side.

/// Decides, now and then, whether a plan's runs are shared among threads, and how.
///
/// What costs of steps and a model predict is only a reason for a trial, in which runs that are
/// shared take turns with such that are not. They go on being shared when that was faster. Either
/// way it is tried again, after pauses that grow while nothing changes.
struct Reviser {
  /// What is known when it is asked.
  struct Reading {
    /// What each step costs, in nanoseconds; 0 for unknown.
    var costs: [Double]
    /// How many threads may be used.
    var threads: Int
    /// How long a period lasts; 0 for unknown.
    var periodNanoseconds: Double
    var nowNanoseconds: Int64
    /// How many runs of either kind were timed so far, and the median of the latest.
    var shared: Runs
    var serial: Runs
  }

  /// Runs of one kind.
  struct Runs {
    var count: UInt64
    var medianNanoseconds: Double?
  }

  private enum State {
    /// Nothing was measured yet.
    case unknown
    /// Both kinds are run, until there are so many of either.
    case trying(shared: UInt64, serial: UInt64, draft: ScheduleDraft, threads: Int)
    /// Decided, until a time.
    case decided(isShared: Bool, untilNanoseconds: Int64)
  }

  /// Runs of each kind in a trial.
  static let trialRuns = 24
  /// Shared runs must take less than this part of what others take.
  static let worthwhile = 0.97
  private static let overhead = ScheduleDraft.Overhead(
    startUpNanoseconds: 600, itemNanoseconds: 120)
  private static let shortestPause: Int64 = 1_000_000_000
  private static let longestPause: Int64 = 64_000_000_000

  private var state = State.unknown
  private var pause = Self.shortestPause
  /// The costs the last draft was made from.
  private var draftedCosts: [Double] = []

  /// The schedule to go on with; nil for the one there is.
  mutating func revise(_ blueprint: Blueprint, _ reading: Reading) -> Schedule? {
    guard reading.costs.allSatisfy({ $0 > 0 }) else { return nil }
    switch state {
    case .unknown:
      return decide(blueprint, reading)
    case .trying(let shared, let serial, let draft, let threads):
      guard reading.shared.count >= shared, reading.serial.count >= serial else { return nil }
      return judge(draft, threads, reading)
    case .decided(_, let until):
      if hasChanged(reading.costs) {
        pause = Self.shortestPause
        return decide(blueprint, reading)
      }
      return reading.nowNanoseconds >= until ? decide(blueprint, reading) : nil
    }
  }

  /// Begins a trial where threads may gain.
  private mutating func decide(_ blueprint: Blueprint, _ reading: Reading) -> Schedule? {
    draftedCosts = reading.costs
    let draft = Schedule.draft(blueprint, costs: reading.costs, threads: reading.threads)
    let threads = draft.fastestThreads(atMost: reading.threads, overhead: Self.overhead)
    guard threads > 1 else { return settle(isShared: false, reading, .serial) }
    let schedule = Schedule(draft, threads: threads)
    // Where one thread could be late, that is not tried.
    if reading.periodNanoseconds > 0, draft.workNanoseconds > reading.periodNanoseconds / 2 {
      return settle(isShared: true, reading, schedule)
    }
    let runs = UInt64(Self.trialRuns)
    // One in 16 may be timed step by step, and does not count.
    state = .trying(
      shared: reading.shared.count + runs - 4, serial: reading.serial.count + runs - 4,
      draft: draft, threads: threads)
    return schedule.trial(runs: Self.trialRuns)
  }

  /// Ends a trial.
  private mutating func judge(
    _ draft: ScheduleDraft, _ threads: Int, _ reading: Reading
  ) -> Schedule? {
    guard let shared = reading.shared.medianNanoseconds,
      let serial = reading.serial.medianNanoseconds
    else { return nil }
    let isShared = shared < serial * Self.worthwhile
    return settle(
      isShared: isShared, reading, isShared ? Schedule(draft, threads: threads) : .serial)
  }

  private mutating func settle(
    isShared: Bool, _ reading: Reading, _ schedule: Schedule
  ) -> Schedule {
    state = .decided(isShared: isShared, untilNanoseconds: reading.nowNanoseconds + pause)
    pause = min(pause * 2, Self.longestPause)
    return schedule
  }

  /// Whether steps cost so much more or less that the items should be others.
  private func hasChanged(_ costs: [Double]) -> Bool {
    guard costs.count == draftedCosts.count else { return true }
    let work = draftedCosts.reduce(0, +)
    let change = zip(costs, draftedCosts).reduce(0) { $0 + abs($1.0 - $1.1) }
    return change > work / 3
  }
}

extension Schedule {
  /// The items that steps of some cost are best made into.
  static func draft(_ blueprint: Blueprint, costs: [Double], threads: Int) -> ScheduleDraft {
    ScheduleDraft(blueprint, costs: costs, threads: threads, grainNanoseconds: 1000)
  }
}
