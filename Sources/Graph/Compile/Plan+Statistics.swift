// Control side.
import Synchronization

/// What a step has counted since its plan was compiled.
public struct StepStatistics: Sendable, Equatable {
  /// The node's name.
  public let name: String
  /// How often it was performed.
  public let performed: UInt64
  /// How long it took altogether.
  public let totalNanoseconds: Int64
  /// How long it took at most.
  public let maximumNanoseconds: Int64
}

/// What a plan has counted since it was compiled.
public struct PlanStatistics: Sendable, Equatable {
  /// Periods it was run for.
  public let periods: UInt64
  /// Periods among them that were longer than its `maximumFrames` and run in parts.
  public let oversizedPeriods: UInt64
  /// Steps the queue refused, performed by the thread that wanted to put them.
  public let refusedPuts: UInt64
  /// One for each node, in the order of the session.
  public let steps: [StepStatistics]
}

extension Plan {
  /// The counters now; any thread.
  public var statistics: PlanStatistics {
    unsafe PlanStatistics(
      periods: core.pointee.periods.load(ordering: .relaxed),
      oversizedPeriods: core.pointee.oversizedPeriods.load(ordering: .relaxed),
      refusedPuts: core.pointee.refusedPuts.load(ordering: .relaxed),
      steps: nodes.indices.map { stepStatistics(of: $0) })
  }

  private func stepStatistics(of node: Int) -> StepStatistics {
    let step = unsafe core.pointee.steps + places[node]
    return unsafe StepStatistics(
      name: nodes[node].name,
      performed: step.pointee.performed.load(ordering: .relaxed),
      totalNanoseconds: step.pointee.totalNanoseconds.load(ordering: .relaxed),
      maximumNanoseconds: step.pointee.maximumNanoseconds.load(ordering: .relaxed))
  }
}
