import Synchronization

/// Lets one driver's periods into the cycle, and never two periods at once.
///
/// While one driver hands over to another, both ask for periods. Which one is let in is one word;
/// the other plays silence meanwhile, and nothing waits.
struct CycleGate: ~Copyable, Sendable {
  /// The number of the driver that is let in; 0 for none.
  private let admitted = Atomic<UInt32>(0)
  /// The driver that is in a period now; 0 for none.
  private let inside = Atomic<UInt32>(0)

  /// Lets a driver's periods in from now on, and no other's.
  ///
  /// A period that is under way is ended by the driver that began it. Thread: control.
  borrowing func admit(_ number: UInt32) { admitted.store(number, ordering: .releasing) }

  /// Lets nobody in from now on; returns who was let in before.
  ///
  /// Thread: control.
  borrowing func close() -> UInt32 { admitted.exchange(0, ordering: .acquiringAndReleasing) }

  /// Whether no period is under way.
  ///
  /// Thread: control.
  var isFree: Bool { inside.load(ordering: .acquiring) == 0 }

  /// Begins a period; false when it is another driver's turn.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func enter(_ number: UInt32) -> Bool {
    guard admitted.load(ordering: .acquiring) == number else { return false }
    return inside.compareExchange(
      expected: 0, desired: number, ordering: .acquiringAndReleasing
    ).exchanged
  }

  /// Whether that driver is in a period.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func isInside(_ number: UInt32) -> Bool {
    inside.load(ordering: .acquiring) == number
  }

  /// Ends a driver's period, if it is in one.
  ///
  /// Thread: as `CycleEntry.leave`.
  @_noLocks
  borrowing func leave(_ number: UInt32) {
    _ = inside.compareExchange(expected: number, desired: 0, ordering: .acquiringAndReleasing)
  }
}
