import CRealtime
import Realtime
import Synchronization

// How the calling thread waits for the items that others perform.
//
// It looks for work for a bounded time and then sleeps. It must not spin for ever: with the same
// real-time priority as a helper and on the helper's core, it would keep that helper from the very
// step it waits for. `left` is both the count of items and the word it sleeps on.
extension Executor {
  /// How long a thread looks for work before it sleeps, or a helper goes.
  static var spinNanoseconds: Int64 { @_noLocks get { 100_000 } }

  /// Performs what becomes ready until every item is done, or the run was revoked.
  @_noLocks
  static func finish(
    _ core: UnsafeMutablePointer<PlanCore>, at seat: UnsafeMutablePointer<ThreadSeat>
  ) {
    let board = unsafe core.pointee.board
    var idleSince = rt_ticks()
    while unsafe board.pointee.left.load(ordering: .acquiring) != 0,
      unsafe !board.pointee.isRevoked.load(ordering: .relaxed)
    {
      if let item = unsafe board.pointee.take() {
        unsafe work(on: item, of: core, at: seat)
        idleSince = rt_ticks()
      } else if rt_ticks_between(idleSince, rt_ticks()) < spinNanoseconds {
        rt_spin_pause()
      } else {
        unsafe sleep(core, at: seat)
        idleSince = rt_ticks()
      }
    }
  }

  /// Sleeps until every item is done, another was put on the board, or the run is revoked.
  @_noLocks
  private static func sleep(
    _ core: UnsafeMutablePointer<PlanCore>, at seat: UnsafeMutablePointer<ThreadSeat>
  ) {
    let board = unsafe core.pointee.board
    unsafe board.pointee.left.bitwiseOr(RunBoard.sleeping, ordering: .sequentiallyConsistent)
    // The last look: an item that was put before this thread was seen to sleep is found here.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    let item = unsafe board.pointee.take()
    if item == nil, unsafe !RunBoard.waitForNews(board, until: core.pointee.deadline) {
      unsafe RunBoard.revoke(board)
    }
    unsafe board.pointee.left.bitwiseAnd(~RunBoard.sleeping, ordering: .acquiring)
    if let item { unsafe work(on: item, of: core, at: seat) }
  }
}

extension RunBoard {
  /// Sleeps until something is to be done; false when a deadline, 0 for none, has passed before.
  @_noLocks
  static func waitForNews(_ board: UnsafeMutablePointer<RunBoard>, until deadline: Int64) -> Bool {
    while unsafe !board.pointee.isRevoked.load(ordering: .sequentiallyConsistent) {
      let left = unsafe board.pointee.left.load(ordering: .acquiring)
      guard left & sleeping != 0, left != sleeping else { return true }
      if deadline > 0, Clock.now() >= deadline { return false }
      // The one wait inside a period, and only for a part of that period: see above.
      rt_cycle_vouch_begin()
      _ = unsafe withUnsafePointer(to: board.pointee.left) {
        unsafe rt_futex_wait($0, left, deadline > 0 ? deadline : -1)
      }
      rt_cycle_vouch_end()
    }
    return true
  }

  /// Wakes the calling thread, if it sleeps.
  @_noLocks
  static func wakeCaller(_ board: UnsafeMutablePointer<RunBoard>) {
    let left = unsafe board.pointee.left.bitwiseAnd(~sleeping, ordering: .sequentiallyConsistent)
    guard left.oldValue & sleeping != 0 else { return }
    _ = unsafe withUnsafePointer(to: board.pointee.left) { unsafe rt_futex_wake($0, 1) }
  }

  /// Counts items as done; wakes the calling thread after the last if it sleeps.
  @_noLocks
  static func countDown(_ board: UnsafeMutablePointer<RunBoard>, by count: UInt32) {
    let left = unsafe board.pointee.left
      .wrappingSubtract(count, ordering: .acquiringAndReleasing).newValue
    guard left == sleeping else { return }
    _ = unsafe withUnsafePointer(to: board.pointee.left) { unsafe rt_futex_wake($0, 1) }
  }

  /// Whether a helper would be of use, in one order for everyone.
  @_noLocks
  static func hasWork(_ board: UnsafeMutablePointer<RunBoard>) -> Bool {
    unsafe board.pointee.ready.load(ordering: .sequentiallyConsistent) != 0
      && board.pointee.leftCount != 0 && !board.pointee.isRevoked.load(ordering: .relaxed)
  }
}
