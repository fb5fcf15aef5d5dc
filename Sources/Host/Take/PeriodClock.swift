import Synchronization

/// Which period it is, and whether one is being performed; written in the cycle, read anywhere.
struct PeriodClock: ~Copyable, Sendable {
  /// Twice the frames of all periods so far; one more while a period is performed.
  private let word = Atomic<UInt64>(0)

  /// Says that a period begins.
  ///
  /// Thread: cycle. What was posted before it is seen by this period.
  @_noLocks
  borrowing func begin() {
    word.wrappingAdd(1, ordering: .sequentiallyConsistent)
  }

  /// Says that the period is over.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func end(frames: Int) {
    word.wrappingAdd(UInt64(frames) * 2 - 1, ordering: .releasing)
  }

  /// The frames of all periods that have begun no later than now.
  ///
  /// Thread: any.
  var frames: UInt64 { word.load(ordering: .relaxed) >> 1 }

  /// Between two periods: what tells this gap from all others; nil while one is performed.
  borrowing func gap() -> UInt64? {
    let word = word.load(ordering: .acquiring)
    return word.isMultiple(of: 2) ? word : nil
  }

  /// Whether it is still that gap, seen after everything this thread has written.
  borrowing func isStill(_ gap: UInt64) -> Bool {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    return word.load(ordering: .relaxed) == gap
  }
}
