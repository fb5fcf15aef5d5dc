import CRealtime
import Realtime
import Synchronization

extension Executor {
  /// How long a thread looks for work before it sleeps, or a helper goes.
  static var spinNanoseconds: Int64 { @_noLocks get { 100_000 } }

  /// What a queue's worker does when it is asked to join a run.
  ///
  /// The run may be over, or another of the same plan: then it helps that one, or nobody.
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
      let seen = unsafe help(board, seat: number)
      unsafe place.pointee.comeBack()
      unsafe board.pointee.leave(number)
      seat = unsafe board.pointee.wantsBack(after: seen) ? board.pointee.enter() : nil
    }
    rt_cycle_exit()
    unsafe board.pointee.endJoin()
  }

  /// Performs what is ready until the run is over, or nothing was for a while; gives back the part
  /// it was in last.
  @_noLocks
  private static func help(
    _ board: UnsafeMutablePointer<RunBoard>, seat: Int
  ) -> UInt64 {
    guard let core = unsafe board.pointee.core else { return 0 }
    var idleSince = rt_ticks()
    var seen: UInt64 = 0
    while unsafe board.pointee.leftCount != 0 {
      let address = unsafe board.pointee.table.load(ordering: .acquiring)
      guard let table = unsafe UnsafeMutablePointer<RunTable>(bitPattern: address) else { break }
      let part = unsafe table.pointee.part.load(ordering: .acquiring)
      if part != seen, part != 0 {
        // A part that is over has no items that can be taken.
        var worker = unsafe RunWorker(core, board, seat: seat, table, part: part)
        seen = part
        if case .idle = worker.work() {
          worker.release()
          break
        }
        idleSince = rt_ticks()
      } else if unsafe board.pointee.isRevoked.load(ordering: .relaxed)
        || rt_ticks_between(idleSince, rt_ticks()) > spinNanoseconds
      {
        break
      } else {
        rt_spin_pause()
      }
    }
    return seen
  }
}
