import CRealtime
import Realtime
import Synchronization
import WorkQueues

// A run that threads share. Whoever holds an item, taken from the board or kept from an item it
// finished, may use the core: as long as that item is not counted as done, the run is not over.
extension Executor {
  /// Lets helpers come to a run that is about to begin.
  @_noLocks
  static func share(
    _ core: UnsafeMutablePointer<PlanCore>, of head: UnsafeMutablePointer<PlanHead>,
    among threads: Int
  ) {
    guard let schedule = unsafe head.pointee.schedule, let queue = unsafe core.pointee.queue else {
      return
    }
    let board = unsafe core.pointee.board
    unsafe core.pointee.schedule = unsafe schedule
    unsafe core.pointee.items = schedule.pointee.items[head.pointee.cores[0] == core ? 0 : 1]
    unsafe core.pointee.itemCount = schedule.pointee.itemCount
    unsafe board.pointee.wanted.store(UInt32(threads), ordering: .relaxed)
    unsafe board.pointee.left.store(UInt32(schedule.pointee.itemCount), ordering: .releasing)
    unsafe RunBoard.callHelpers(board, from: queue)
  }

  /// Performs every item together with the helpers; returns when all are done, or it was revoked.
  @_noLocks
  static func runShared(_ core: UnsafeMutablePointer<PlanCore>) {
    guard let schedule = unsafe core.pointee.schedule else { return }
    let board = unsafe core.pointee.board
    let seat = unsafe board.pointee.seats
    for index in 1..<(unsafe schedule.pointee.initialCount) {
      unsafe board.pointee.put(Int(schedule.pointee.initial[index]))
    }
    // A helper of the run before, that counted as one of this, may have gone meanwhile.
    if unsafe schedule.pointee.initialCount > 1 {
      unsafe announce(on: board, from: core.pointee.queue)
    }
    unsafe work(on: Int(schedule.pointee.initial[0]), of: core, at: seat)
    unsafe finish(core, at: seat)
  }

  /// Performs an item, what it makes ready, and what else is, until nothing is.
  @_noLocks
  static func work(
    on first: Int, of core: UnsafeMutablePointer<PlanCore>,
    at seat: UnsafeMutablePointer<ThreadSeat>
  ) {
    guard let items = unsafe core.pointee.items else { return }
    let board = unsafe core.pointee.board
    var next = Optional(first)
    var done: UInt32 = 0
    while let place = next {
      guard unsafe perform(items + place, of: core, at: seat) else { return }
      done += 1
      next = unsafe advance(from: items + place, of: core) ?? board.pointee.take()
    }
    // The last look at the core.
    unsafe RunBoard.countDown(board, by: done)
  }

  /// Performs the steps of an item; false when the run was revoked.
  @_noLocks
  private static func perform(
    _ item: UnsafeMutablePointer<RunItem>, of core: UnsafeMutablePointer<PlanCore>,
    at seat: UnsafeMutablePointer<ThreadSeat>
  ) -> Bool {
    let isTimed = unsafe core.pointee.isTimed
    var isRevoked = false
    for index in 0..<(unsafe item.pointee.stepCount) {
      let place = unsafe Int(item.pointee.steps[index])
      guard unsafe begin(place, of: core, at: seat) else {
        if unsafe goOn(without: place, of: core, at: seat) { continue }
        isRevoked = true
        break
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

  /// Counts down the successors of a finished item; keeps the most urgent one that is ready.
  @_noLocks
  private static func advance(
    from item: UnsafeMutablePointer<RunItem>, of core: UnsafeMutablePointer<PlanCore>
  ) -> Int? {
    guard let items = unsafe core.pointee.items else { return nil }
    let board = unsafe core.pointee.board
    var kept: Int?
    var hasPut = false
    for index in 0..<(unsafe item.pointee.successorCount) {
      let successor = unsafe Int(item.pointee.successors[index])
      guard unsafe items[successor].closeOne() else { continue }
      if kept == nil {
        kept = successor
      } else {
        unsafe board.pointee.put(successor)
        hasPut = true
      }
    }
    if hasPut { unsafe announce(on: board, from: core.pointee.queue) }
    return kept
  }

  /// Sees to it that somebody comes for what was put on the board.
  ///
  /// The calling thread says that it sleeps, and a helper that it goes, before its last look at the
  /// board; so one of the two sees the other.
  @_noLocks
  private static func announce(
    on board: UnsafeMutablePointer<RunBoard>, from queue: QueueHandle?
  ) {
    let left = unsafe board.pointee.left.load(ordering: .sequentiallyConsistent)
    if left & RunBoard.sleeping != 0 { return unsafe RunBoard.wakeCaller(board) }
    if let queue { unsafe RunBoard.callHelpers(board, from: queue) }
  }
}
