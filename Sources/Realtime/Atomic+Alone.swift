public import Synchronization

extension Atomic where Value == UInt64 {
  /// Adds without keeping other writers out: only where one thread writes at a time.
  ///
  /// Thread: any.
  @_noLocks
  @inlinable
  public borrowing func addAlone(_ value: UInt64) {
    store(load(ordering: .relaxed) &+ value, ordering: .relaxed)
  }
}

extension Atomic where Value == Int64 {
  /// Adds without keeping other writers out: only where one thread writes at a time.
  ///
  /// Thread: any.
  @_noLocks
  @inlinable
  public borrowing func addAlone(_ value: Int64) {
    store(load(ordering: .relaxed) &+ value, ordering: .relaxed)
  }
}
