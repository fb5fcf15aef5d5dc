// Control side.
public import Realtime
import Synchronization

/// The governor's counters at one moment.
public struct GovernorSnapshot: Sendable {
  /// Whether its thread runs.
  public var isRunning: Bool
  /// What its thread asked for and got; nil while it does not run.
  public var grant: SchedulingGrant?
  /// Whether it looks only every 100 ms, because real-time threads use less than half of the share.
  public var isLazy: Bool
  /// Cycles that ended.
  public var cycles: UInt64
  /// Threads that RLIMIT_RTTIME's warning lowered.
  public var demotions: UInt64
  /// The classes that have, or had, real-time threads.
  public var classes: [GovernedClassSnapshot]
}

/// What the governor has counted of a class.
public struct GovernedClassSnapshot: Sendable, Equatable {
  /// The class.
  public var taskClass: String
  /// What its threads used in the cycle that ended last, as a part of the whole machine, 0 to 1.
  public var usedShare: Double
  /// Times it was lowered.
  public var timesLowered: UInt64
  /// Whether it is lowered now.
  public var isLowered: Bool
}

extension Governor {
  /// The counters now.
  ///
  /// Thread: control.
  public func snapshot() -> GovernorSnapshot {
    let names = registry.withLock { $0.classes }
    let grant = grant
    let machine = unsafe Double(Int64(core.pointee.cpuCount) * GovernorCycle.length)
    return unsafe GovernorSnapshot(
      isRunning: grant != nil,
      grant: grant,
      isLazy: core.pointee.isLazy.load(ordering: .relaxed),
      cycles: core.pointee.cycles.load(ordering: .relaxed),
      demotions: core.pointee.demotions.load(ordering: .relaxed),
      classes: names.enumerated().map { place, name in
        let counters = unsafe core.pointee.classes + place
        return unsafe GovernedClassSnapshot(
          taskClass: name,
          usedShare: Double(counters.pointee.usedNanoseconds.load(ordering: .relaxed)) / machine,
          timesLowered: counters.pointee.timesLowered.load(ordering: .relaxed),
          isLowered: counters.pointee.isLowered.load(ordering: .relaxed))
      })
  }
}
