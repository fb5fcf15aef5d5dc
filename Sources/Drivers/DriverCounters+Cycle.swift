import Synchronization

/// A driver's counters as the cycle writes them: a pointer, so that no reference is counted.
///
/// Valid as long as the `DriverCounters` it came from.
public struct CounterHandle: @unchecked Sendable {
  private let counters: Unmanaged<DriverCounters>

  /// Creates a handle; `counters` must outlive it.
  ///
  /// Thread: control.
  public init(_ counters: DriverCounters) {
    self.counters = .passUnretained(counters)
  }

  /// Counts a period that was performed, or closed before its work was done.
  ///
  /// Thread: cycle.
  @_noLocks
  public func countPeriod(isComplete: Bool = true) {
    counters._withUnsafeGuaranteedRef { counters in
      counters.periods.wrappingAdd(1, ordering: .relaxed)
      if !isComplete { counters.rescues.wrappingAdd(1, ordering: .relaxed) }
    }
  }

  /// Counts a period that came too late.
  ///
  /// Thread: cycle.
  @_noLocks
  public func countXrun() {
    counters._withUnsafeGuaranteedRef { _ = $0.xruns.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Counts a restart of the device.
  ///
  /// Thread: cycle.
  @_noLocks
  public func countRecovery() {
    counters._withUnsafeGuaranteedRef { _ = $0.recoveries.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Says that no more periods will come.
  ///
  /// Thread: cycle.
  @_noLocks
  public func markLost() {
    counters._withUnsafeGuaranteedRef { $0.isLost.store(true, ordering: .releasing) }
  }
}
