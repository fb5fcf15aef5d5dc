import CRealtime
import Realtime
import Synchronization

// How the calling thread waits for the items that others perform.
//
// It looks for work for a bounded time and then sleeps. It must not spin for ever: with the same
// real-time priority as a helper and on the helper's core, it would keep that helper from the very
// step it waits for. `left` is both the count of items and the word it sleeps on.
extension RunBoard {
  /// How long the calling thread sleeps before it looks whether something became ready.
  private static var napNanoseconds: Int64 { @_noLocks get { 200_000 } }

  /// Sleeps until every item is done or the run is revoked, or for a while.
  ///
  /// Revokes the run when a deadline, 0 for none, has passed.
  @_noLocks
  static func sleep(_ board: UnsafeMutablePointer<RunBoard>, until deadline: Int64) {
    let now = Clock.now()
    if deadline > 0, now >= deadline { return unsafe revoke(board) }
    let end = deadline > 0 ? min(deadline, now + napNanoseconds) : now + napNanoseconds
    unsafe board.pointee.left.bitwiseOr(sleeping, ordering: .sequentiallyConsistent)
    let left = unsafe board.pointee.left.load(ordering: .sequentiallyConsistent)
    if left != sleeping, left & sleeping != 0,
      unsafe !board.pointee.isRevoked.load(ordering: .sequentiallyConsistent)
    {
      // The one wait inside a period, and only for a part of that period: see above.
      rt_cycle_vouch_begin()
      _ = unsafe withUnsafePointer(to: board.pointee.left) {
        unsafe rt_futex_wait($0, left, end)
      }
      rt_cycle_vouch_end()
    }
    unsafe board.pointee.left.bitwiseAnd(~sleeping, ordering: .acquiring)
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
}
