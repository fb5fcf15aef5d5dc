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
    among threads: Int, from queue: QueueHandle
  ) {
    let board = unsafe core.pointee.board
    unsafe core.pointee.table = unsafe table
    unsafe core.pointee.queue = queue
    unsafe board.pointee.table.store(UInt(bitPattern: table), ordering: .releasing)
    unsafe board.pointee.wanted.store(UInt32(threads), ordering: .relaxed)
    let count = unsafe UInt32(table.pointee.items.itemCount)
    unsafe board.pointee.left.store(count, ordering: .sequentiallyConsistent)
    unsafe RunBoard.callHelpers(board, from: queue)
  }

  /// Performs every item together with the helpers; returns when all are done, or it was revoked.
  @_noLocks
  static func runShared(_ core: UnsafeMutablePointer<PlanCore>) {
    guard let table = unsafe core.pointee.table, let queue = unsafe core.pointee.queue else {
      return
    }
    let board = unsafe core.pointee.board
    let part = unsafe core.pointee.part
    // From here on the items can be begun.
    unsafe table.pointee.part.store(part, ordering: .sequentiallyConsistent)
    if unsafe board.pointee.hasLost.load(ordering: .sequentiallyConsistent) {
      // A helper that counted as one of this run has gone meanwhile.
      unsafe board.pointee.hasLost.store(false, ordering: .relaxed)
      unsafe RunBoard.callHelpers(board, from: queue)
    }
    var worker = unsafe RunWorker(core, board, seat: 0, table, part: part)
    while case .idle = worker.work() {
      unsafe RunBoard.sleep(board, until: core.pointee.deadline)
    }
  }

  /// Performs the steps of an item, and has the next one fetched; false when the run was revoked.
  @_noLocks
  static func perform(
    _ place: Int, of run: RunItems, _ core: UnsafeMutablePointer<PlanCore>, before next: Int?,
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
      if index + 1 < count {
        unsafe Step.prefetch(core.pointee.steps + Int(steps[index + 1]))
      } else if let next {
        unsafe run.prefetch(next, of: core)
      }
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
