import Synchronization

extension WorkerCore {
  /// Notes the function of an item that begins; returns that of the one around it.
  @_noLocks
  borrowing func enter(_ item: WorkItem) -> UInt {
    let outer = function.load(ordering: .relaxed)
    unsafe function.store(unsafeBitCast(item.function, to: UInt.self), ordering: .relaxed)
    return outer
  }
}
