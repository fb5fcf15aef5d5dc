import Synchronization

/// Brings engines to the cycle, one pointer at a time, and back when they have faded out.
@safe
struct EngineMailbox: ~Copyable, @unchecked Sendable {
  typealias Engine = UnsafeMutablePointer<EngineCore>

  private let posted = unsafe Atomic<Engine?>(nil)
  private let retired = unsafe Atomic<Engine?>(nil)

  /// Posts an engine; returns the one posted before if the cycle never took it.
  ///
  /// Thread: control.
  @_noLocks
  borrowing func post(_ engine: Engine) -> Engine? {
    unsafe posted.exchange(engine, ordering: .acquiringAndReleasing)
  }

  /// Takes the engine that was posted, if there is one.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func take() -> Engine? {
    guard unsafe posted.load(ordering: .relaxed) != nil else { return nil }
    return unsafe posted.exchange(nil, ordering: .acquiringAndReleasing)
  }

  /// Gives an engine back.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func retire(_ engine: Engine) {
    // Only the control side changes this meanwhile, and only to nothing: it fits the second time.
    var isDone = false
    while !isDone {
      let first = unsafe retired.load(ordering: .relaxed)
      unsafe engine.pointee.nextRetired = unsafe first
      isDone =
        unsafe retired.compareExchange(
          expected: first, desired: engine, successOrdering: .releasing,
          failureOrdering: .relaxed
        ).exchanged
    }
  }

  /// Takes all engines that were given back, linked by `nextRetired`.
  ///
  /// Thread: control.
  @_noLocks
  borrowing func takeRetired() -> Engine? {
    unsafe retired.exchange(nil, ordering: .acquiringAndReleasing)
  }
}
