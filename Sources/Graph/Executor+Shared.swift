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
    unsafe core.pointee.queue = queue
    unsafe board.pointee.table.store(UInt(bitPattern: table), ordering: .releasing)
    unsafe board.pointee.wanted.store(UInt32(threads), ordering: .relaxed)
    let count = unsafe UInt32(table.pointee.items.itemCount)
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
    // A helper that counted as one of this run may have gone meanwhile.
    if let queue = unsafe core.pointee.queue { unsafe RunBoard.callHelpers(board, from: queue) }
    var worker = unsafe RunWorker(core, board, seat: 0, table, part: part)
    while case .idle = worker.work() { unsafe RunBoard.sleep(board) }
  }

  /// Performs the steps of an item; false when the run was revoked.
  @_noLocks
  static func perform(
    _ item: UnsafeMutablePointer<RunItem>, of core: UnsafeMutablePointer<PlanCore>,
    at seat: UnsafeMutablePointer<ThreadSeat>
  ) -> Bool {
    let isTimed = unsafe core.pointee.isTimed
    var isRevoked = false
    for index in 0..<(unsafe Int(item.pointee.stepCount)) {
      let place = unsafe Int(item.pointee.steps[index])
      guard unsafe begin(place, of: core, at: seat) else {
        isRevoked = true
        break
      }
      if unsafe index + 1 < Int(item.pointee.stepCount) {
        unsafe Step.prefetch(core.pointee.steps + Int(item.pointee.steps[index + 1]))
      }
      if isTimed {
        unsafe performTimed(core.pointee.steps + place, of: core)
      } else {
        unsafe Step.perform(core.pointee.steps + place, of: core)
      }
    }
    unsafe seat.pointee.step.store(0, ordering: .releasing)
    return !isRevoked
  }
}
