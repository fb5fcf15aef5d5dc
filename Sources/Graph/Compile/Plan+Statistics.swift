// Control side.
public import Realtime
import Synchronization

/// What a node has counted since it was made.
public struct StepStatistics: Sendable, Equatable {
  /// The node's name.
  public let name: String
  /// How often it was performed.
  public let performed: UInt64
  /// How long it took altogether, as far as those tell that were timed: one in 16.
  public let totalNanoseconds: Int64
  /// How long it took at most when it was timed.
  public let maximumNanoseconds: Int64
  /// Periods that were closed while a thread was in it.
  public let misses: UInt64
  /// Whether a thread was lost in it, and it has not come back in full.
  public let isAbsent: Bool
  /// What its outputs were found to be, where they are guarded.
  public let outputs: OutputStatistics
}

/// What a plan has counted since it was compiled.
public struct PlanStatistics: Sendable, Equatable {
  /// Periods it was run for.
  public let periods: UInt64
  /// Periods among them that were longer than its `maximumFrames` and run in parts.
  public let oversizedPeriods: UInt64
  /// Calls for a helper that the queue refused.
  public let refusedPuts: UInt64
  /// One for each node, in the order of the session.
  public let steps: [StepStatistics]
}

extension Plan {
  /// The counters now; any thread.
  public var statistics: PlanStatistics {
    let head = unsafe memory.head
    return unsafe PlanStatistics(
      periods: head.pointee.periods.load(ordering: .relaxed),
      oversizedPeriods: head.pointee.oversizedPeriods.load(ordering: .relaxed),
      refusedPuts: (0..<2).reduce(0) { sum, index in
        unsafe sum
          + head.pointee.cores[index].pointee.board.pointee.refusedPuts.load(ordering: .relaxed)
      },
      steps: memory.nodes.map { StepStatistics($0) })
  }
}

/// How a plan's runs are shared among threads.
public struct PlanSharing: Sendable, Equatable {
  /// How many threads at most; 1 where more do not pay.
  public let threads: Int
  /// Into how many items its steps are cut for them; 0 when one thread performs all.
  public let items: Int

  init(_ schedule: Schedule) {
    threads = schedule.threads
    items = schedule.items.count
  }
}

extension Plan {
  /// What was decided last.
  ///
  /// Thread: control.
  public var sharing: PlanSharing { given.withLock { $0 } }
}

extension GraphNode {
  /// What it has counted in all plans, now; any thread.
  public var statistics: StepStatistics { StepStatistics(self) }

  /// How long it took in those of its performances that were timed, one in 16 or 64.
  ///
  /// Thread: control.
  public var times: DurationSummary { unsafe state.cell.pointee.times.pointee.summary() }

  /// How many MIDI messages there was no room for on the way to it, in all plans; any thread.
  public var lostMessages: Int {
    unsafe Int(truncatingIfNeeded: state.cell.pointee.lostMessages.load(ordering: .relaxed))
  }
}

extension StepStatistics {
  /// The counters of a node now.
  fileprivate init(_ node: GraphNode) {
    let cell = unsafe node.state.cell
    let performed = unsafe cell.pointee.performed.load(ordering: .relaxed)
    let timed = unsafe cell.pointee.timed.load(ordering: .relaxed)
    let total = unsafe Double(cell.pointee.times.pointee.totalNanoseconds)
    unsafe self.init(
      name: node.name, performed: performed,
      totalNanoseconds: timed > 0 ? Int64(total / Double(timed) * Double(performed)) : 0,
      maximumNanoseconds: cell.pointee.times.pointee.maximumNanoseconds,
      misses: cell.pointee.misses.load(ordering: .relaxed),
      isAbsent: Mending.isLate(cell.pointee.mending.load(ordering: .relaxed)),
      outputs: OutputStatistics(cell))
  }
}
