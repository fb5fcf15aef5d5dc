import Synchronization

/// A driver's counters as the cycle writes them: a pointer, so that no reference is counted.
///
/// Valid as long as the `DriverCounters` it came from.
public struct CounterHandle: @unchecked Sendable {
  private let counters: Unmanaged<DriverCounters>
  private let whole: Unmanaged<DriverCounters>?

  /// Creates a handle; `counters` must outlive it.
  ///
  /// With `whole`, these are the counters of a part of a device: its faults are the whole's too, and
  /// its loss is a fault of the whole. Thread: control.
  public init(_ counters: DriverCounters, partOf whole: DriverCounters? = nil) {
    self.counters = .passUnretained(counters)
    self.whole = whole.map { .passUnretained($0) }
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
    whole?._withUnsafeGuaranteedRef { _ = $0.xruns.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Counts a sleep of the machine.
  ///
  /// Thread: cycle.
  @_noLocks
  public func countSuspend() {
    counters._withUnsafeGuaranteedRef { _ = $0.suspends.wrappingAdd(1, ordering: .relaxed) }
    whole?._withUnsafeGuaranteedRef { _ = $0.suspends.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Counts a device that fell silent without an error.
  ///
  /// Thread: cycle.
  @_noLocks
  public func countStall() {
    counters._withUnsafeGuaranteedRef { _ = $0.stalls.wrappingAdd(1, ordering: .relaxed) }
    whole?._withUnsafeGuaranteedRef { _ = $0.stalls.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Counts an error that has no counter of its own.
  ///
  /// Thread: cycle.
  @_noLocks
  public func countFault() {
    counters._withUnsafeGuaranteedRef { _ = $0.faults.wrappingAdd(1, ordering: .relaxed) }
    whole?._withUnsafeGuaranteedRef { _ = $0.faults.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Counts a restart of the device.
  ///
  /// Thread: cycle.
  @_noLocks
  public func countRecovery() {
    counters._withUnsafeGuaranteedRef { _ = $0.recoveries.wrappingAdd(1, ordering: .relaxed) }
    whole?._withUnsafeGuaranteedRef { _ = $0.recoveries.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Counts MIDI messages that were lost.
  ///
  /// Thread: cycle.
  @_noLocks
  public func countDroppedMIDI(_ count: Int = 1) {
    counters._withUnsafeGuaranteedRef {
      _ = $0.droppedMIDI.wrappingAdd(UInt64(count), ordering: .relaxed)
    }
  }

  /// Whether no more periods will come.
  ///
  /// Thread: any.
  public var isLost: Bool {
    @_noLocks get {
      counters._withUnsafeGuaranteedRef { $0.lossCode.load(ordering: .acquiring) != 0 }
    }
  }

  /// Says that no more periods will come, and why; the first reason stays.
  ///
  /// Thread: cycle.
  @_noLocks
  public func markLost(_ loss: DriverLoss) {
    counters._withUnsafeGuaranteedRef { counters in
      let isFirst = counters.lossCode.compareExchange(
        expected: 0, desired: loss.code, ordering: .sequentiallyConsistent
      ).exchanged
      let address = counters.noticeAddress.load(ordering: .sequentiallyConsistent)
      guard isFirst, let notice = UnsafeRawPointer(bitPattern: address) else { return }
      Unmanaged<LossNotice>.fromOpaque(notice)._withUnsafeGuaranteedRef { $0.post() }
    }
    whole?._withUnsafeGuaranteedRef { _ = $0.faults.wrappingAdd(1, ordering: .relaxed) }
  }
}
