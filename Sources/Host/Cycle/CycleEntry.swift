/// A driver's way into the cycle: what its periods are called with.
struct CycleEntry {
  let core: UnsafeMutablePointer<CycleCore>
  let gate: UnsafePointer<CycleGate>
  /// The driver's number at the gate.
  let number: UInt32

  /// Begins a period; false when it is another driver's turn.
  ///
  /// Thread: cycle.
  @_noLocks
  func enter() -> Bool { gate.pointee.enter(number) }

  /// Whether the driver is in a period.
  ///
  /// Thread: cycle.
  var isInside: Bool { @_noLocks get { gate.pointee.isInside(number) } }

  /// Ends the driver's period, if it is in one.
  ///
  /// Thread: cycle; control once the driver was stopped, for a period that will never end.
  @_noLocks
  func leave() { gate.pointee.leave(number) }
}
