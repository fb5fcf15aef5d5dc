import CRealtime
import Realtime
import Synchronization
import WorkQueues

// A run that threads share. Who has taken an item may use the core: as long as that item is not
// counted as done, the run is not over. Who has none only looks at the board and at the items.
extension Executor {
  /// Lets helpers come to a run that is about to begin.
  @_noLocks
  static func share(
    _ core: UnsafeMutablePointer<PlanCore>, _ table: UnsafeMutablePointer<RunTable>,
    among threads: Int, from queue: QueueHandle,
    rising rise: UnsafeMutablePointer<HelperRise>?
  ) {
    let board = unsafe core.pointee.board
    unsafe core.pointee.queue = queue
    unsafe board.pointee.table.store(UInt(bitPattern: table), ordering: .releasing)
    unsafe board.pointee.wanted.store(UInt32(threads), ordering: .relaxed)
    unsafe core.pointee.rise = unsafe rise
    // To prepare the next rise is one thing more to do, for a thread that has nothing else.
    if unsafe rise != nil {
      unsafe table.pointee.openRise.store(core.pointee.part, ordering: .relaxed)
    }
    let count = unsafe UInt32(table.pointee.items.itemCount) + (rise == nil ? 0 : 1)
    unsafe board.pointee.left.store(count, ordering: .sequentiallyConsistent)
    unsafe RunBoard.callHelpers(board, from: queue)
  }

  /// Performs every item together with the helpers; returns when all are done, or it was revoked.
  @_noLocks
  static func runShared(
    _ core: UnsafeMutablePointer<PlanCore>, _ table: UnsafeMutablePointer<RunTable>
  ) {
    let board = unsafe core.pointee.board
    let part = unsafe core.pointee.part
    // From here on the items can be begun.
    unsafe table.pointee.part.store(part, ordering: .sequentiallyConsistent)
    if unsafe board.pointee.hasLost.load(ordering: .sequentiallyConsistent) {
      // A helper that counted as one of this run has gone meanwhile.
      unsafe board.pointee.hasLost.store(false, ordering: .relaxed)
      if let queue = unsafe core.pointee.queue { unsafe RunBoard.callHelpers(board, from: queue) }
    }
    var worker = unsafe RunWorker(core, board, seat: 0, table, part: part)
    while case .idle = worker.work() {
      let deadline = unsafe core.pointee.deadline
      if deadline > 0, Clock.now() >= deadline {
        unsafe RunBoard.revoke(board)
      } else {
        unsafe RunBoard.sleep(board)
      }
    }
  }

  /// Sees to it that nobody prepares a rise after a run was revoked: it is the driver's thread's
  /// again. Who has begun needs a microsecond.
  @_noLocks
  static func leaveRise(of core: UnsafeMutablePointer<PlanCore>) {
    guard unsafe core.pointee.rise != nil, let table = unsafe core.pointee.table else { return }
    let part = unsafe core.pointee.part
    if unsafe table.pointee.claimRise(in: part) { return }
    while unsafe table.pointee.finishedRise.load(ordering: .acquiring) != part {
      // It may need this very core.
      _ = rt_sleep_until(Clock.now() + 10_000)
    }
  }

  /// Performs the steps of an item; false when the run was revoked.
  @_noLocks
  static func perform(
    _ place: Int, of run: RunItems, _ core: UnsafeMutablePointer<PlanCore>,
    at seat: UnsafeMutablePointer<ThreadSeat>
  ) -> Bool {
    let isTimed = unsafe core.pointee.isTimed
    let steps = unsafe run.steps + Int(run.items[place].firstStep)
    let count = unsafe Int(run.items[place].stepCount)
    var isRevoked = false
    for index in 0..<count {
      let step = unsafe Int(steps[index])
      guard unsafe begin(step, of: core, at: seat) else {
        if unsafe goOn(without: step, of: core, at: seat) { continue }
        isRevoked = true
        break
      }
      if index + 1 < count { unsafe Step.prefetch(core.pointee.steps + Int(steps[index + 1])) }
      if isTimed {
        unsafe performTimed(core.pointee.steps + step, of: core)
      } else {
        unsafe Step.perform(core.pointee.steps + step, of: core)
      }
    }
    unsafe seat.pointee.step.store(0, ordering: .releasing)
    return !isRevoked
  }
}
