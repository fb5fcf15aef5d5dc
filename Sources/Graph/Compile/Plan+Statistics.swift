// Control side.
import Synchronization

/// What a node has counted since it was made.
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
      steps: nodes.map { StepStatistics($0) })
  }
}

extension StepStatistics {
  /// The counters of a node now.
  fileprivate init(_ node: GraphNode) {
    unsafe self.init(
      name: node.name,
      performed: node.state.cell.pointee.performed.load(ordering: .relaxed),
      totalNanoseconds: node.state.cell.pointee.totalNanoseconds.load(ordering: .relaxed),
      maximumNanoseconds: node.state.cell.pointee.maximumNanoseconds.load(ordering: .relaxed))
  }
}
