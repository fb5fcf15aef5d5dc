import CRealtime
import Realtime
import Synchronization

extension Executor {
  /// What a queue's worker does when it is asked to join a run.
  ///
  /// The run may be over, or another of the same plan: then it helps that one, or nobody. It looks
  /// at the board alone until it holds an item.
  @_noLocks
  static func join(_ context: UnsafeMutableRawPointer?) {
    guard let context = unsafe context else { return }
    let board = unsafe context.assumingMemoryBound(to: RunBoard.self)
    unsafe board.pointee.beginJoin()
    rt_cycle_enter()
    var seat = unsafe board.pointee.enter()
    while let number = seat {
      let place = unsafe board.pointee.seats + number
      unsafe place.pointee.sitDown()
      unsafe help(board, at: place)
      unsafe place.pointee.comeBack()
      unsafe board.pointee.leave(number)
      // What was put between the last look and this is not to wait for another helper.
      seat = unsafe RunBoard.hasWork(board) ? board.pointee.enter() : nil
    }
    rt_cycle_exit()
    unsafe board.pointee.endJoin()
  }

  /// Performs what is ready until the run is over, or nothing was for a while.
  @_noLocks
  private static func help(
    _ board: UnsafeMutablePointer<RunBoard>, at seat: UnsafeMutablePointer<ThreadSeat>
  ) {
    var idleSince = rt_ticks()
    while true {
      if let item = unsafe board.pointee.take() {
        // Set before the plan is first run, and there while an item is held.
        guard let core = unsafe board.pointee.core else { return }
        unsafe work(on: item, of: core, at: seat)
        idleSince = rt_ticks()
      } else if unsafe board.pointee.leftCount == 0
        || board.pointee.isRevoked.load(ordering: .relaxed)
        || rt_ticks_between(idleSince, rt_ticks()) > spinNanoseconds
      {
        return
      } else {
        rt_spin_pause()
      }
    }
  }
}
