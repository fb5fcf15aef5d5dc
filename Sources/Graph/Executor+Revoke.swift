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
    unsafe board.pointee.clear()
    for index in 0..<(unsafe core.pointee.itemCount) {
      unsafe core.pointee.items?[index].reset()
    }
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

  /// Forgets what was ready and left; only where nobody is inside.
  @_noLocks
  borrowing func clear() {
    ready.store(0, ordering: .relaxed)
    left.store(0, ordering: .relaxed)
    if isWide {
      for word in 0..<64 { unsafe words[word].store(0, ordering: .relaxed) }
    }
  }

  /// Takes the calling thread's seat.
  @_noLocks
  borrowing func sitDown() { inside.bitwiseOr(1, ordering: .sequentiallyConsistent) }
}
