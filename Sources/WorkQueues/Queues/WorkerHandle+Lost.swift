import Synchronization

extension WorkerHandle {
  /// The worker as a number, for places that are written and read by several threads.
  ///
  /// Thread: any.
  public var bits: UInt { @_noLocks get { unsafe UInt(bitPattern: core) } }

  /// The worker that `bits` told; nil for 0.
  ///
  /// Thread: any.
  @_noLocks
  public init?(bits: UInt) {
    guard let core = unsafe UnsafeMutablePointer<WorkerCore>(bitPattern: bits) else { return nil }
    unsafe self.init(core)
  }

  /// Says that nobody waits for the item the worker is in any longer, or takes that back.
  ///
  /// A queue that closes leaves a lost thread behind after two seconds. Thread: any; to take it back,
  /// the worker's own.
  @_noLocks
  public func setLost(_ isLost: Bool) {
    unsafe core.pointee.isLost.store(isLost, ordering: .relaxed)
  }
}
