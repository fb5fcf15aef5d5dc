// Control side.

/// What a player has counted since it was made.
public struct GraphPlayerStatistics: Sendable, Equatable {
  /// Edits that changed something.
  public internal(set) var begun: UInt64 = 0
  /// Edits among them that are through.
  public internal(set) var finished: UInt64 = 0
  /// Edits that were not to be compiled: nothing changed.
  public internal(set) var refused: UInt64 = 0
  /// Edits that a later one replaced before they had begun.
  public internal(set) var superseded: UInt64 = 0
  /// Plans the cycle took over.
  public internal(set) var takenPlans: UInt64 = 0
  /// Plans the cycle has left that were freed.
  public internal(set) var retiredPlans: UInt64 = 0
  /// Plans the cycle has left that a late thread keeps from being freed.
  public internal(set) var occupiedPlans = 0
}

extension GraphPlayer {
  /// The counters now.
  ///
  /// Thread: control.
  public var statistics: GraphPlayerStatistics {
    var statistics = counted
    statistics.occupiedPlans = retired.count
    return statistics
  }
}
