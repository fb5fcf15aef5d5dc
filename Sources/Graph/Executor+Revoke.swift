import CRealtime
import Synchronization

extension PlanHandle {
  /// Leaves the run of the plan as it is: every thread goes before its next step.
  ///
  /// A thread inside a node stays there until that returns, and the core of the run is not used
  /// again before. Thread: any, while a run lasts.
  @_noLocks
  public func revoke() {
    let index = unsafe head.pointee.current.load(ordering: .acquiring)
    unsafe RunBoard.revoke(head.pointee.cores[index].pointee.board)
  }
}

extension PlanCore {
  /// Makes a core good again after a run that was revoked; false while somebody is inside.
  @_noLocks
  static func restore(_ core: UnsafeMutablePointer<PlanCore>) -> Bool {
    let board = unsafe core.pointee.board
    guard unsafe board.pointee.isRevoked.load(ordering: .acquiring) else { return true }
    guard unsafe board.pointee.inside.load(ordering: .sequentiallyConsistent) == 0 else {
      return false
    }
    unsafe board.pointee.left.store(0, ordering: .relaxed)
    unsafe board.pointee.isRevoked.store(false, ordering: .sequentiallyConsistent)
    return true
  }
}

extension RunBoard {
  /// Has every thread go before its next step.
  ///
  /// When it returns, each thread is in the step it shows, or goes without touching a buffer.
  @_noLocks
  static func revoke(_ board: UnsafeMutablePointer<RunBoard>) {
    unsafe board.pointee.isRevoked.store(true, ordering: .sequentiallyConsistent)
    rt_process_barrier()
    unsafe wakeCaller(board)
  }

  /// Takes the calling thread's seat.
  @_noLocks
  borrowing func sitDown() { inside.bitwiseOr(1, ordering: .sequentiallyConsistent) }
}
