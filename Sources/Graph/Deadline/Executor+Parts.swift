public import CRealtime
import Realtime
import Synchronization
public import WorkQueues

// A period in three parts. The first and the last are the driver's thread's own and short; the
// middle one performs the nodes, so that it may last too long. Then another thread closes the period
// with the same ticket, and goes on with the next; the late one touches nothing but its core.
extension Executor {
  /// Opens a period: chooses the core, calls helpers, copies what was captured.
  ///
  /// Of a period longer than the plan's `maximumFrames` all parts but the last are run here. Thread:
  /// cycle, one period of a plan at a time.
  @_noLocks
  public static func begin(
    _ plan: PlanHandle, period: UnsafePointer<rt_period>, queue: QueueHandle, workers: Int,
    rising rise: inout HelperRise
  ) -> RunTicket {
    let head = unsafe plan.head
    unsafe PlanHead.prefetch(head)
    let total = unsafe Int(period.pointee.frames)
    unsafe rise.note(due: period.pointee.due_nanoseconds)
    unsafe head.pointee.countPeriod(
      frames: total, allowedThreads: workers, lengthNanoseconds: rise.periodNanoseconds)
    guard let core = unsafe PlanHead.usableCore(head) else {
      return unsafe RunTicket(head: head, core: nil)
    }
    unsafe PlanHead.takeSchedule(head)
    let turn = unsafe PlanHead.nextTurn(head, allowed: workers)
    rise.plan(turn.nextThreads - 1, of: queue)
    unsafe core.pointee.deadline = period.pointee.deadline_nanoseconds
    unsafe core.pointee.board.pointee.sitDown()
    var offset = 0
    while unsafe offset + head.pointee.maximumFrames < total {
      unsafe beginPart(core, of: head, period, from: offset, threads: turn.threads, queue)
      unsafe performPart(core)
      guard unsafe closePart(core, of: head, period, isQuiet: false) else {
        offset = total
        break
      }
      unsafe offset += core.pointee.frames
    }
    let threads = offset < total ? turn.threads : 1
    unsafe beginPart(core, of: head, period, from: offset, threads: threads, queue)
    return unsafe RunTicket(head: head, core: core)
  }

  /// Performs the nodes.
  ///
  /// Thread: cycle; the one that opened the period.
  @_noLocks
  public static func perform(_ ticket: RunTicket) {
    guard let core = unsafe ticket.core else { return }
    unsafe performPart(core)
    if unsafe core.pointee.board.pointee.isRevoked.load(ordering: .relaxed) {
      unsafe PlanHead.noteReturn(core)
    }
    // The last look at the core.
    unsafe core.pointee.board.pointee.leave(0)
  }

  /// Closes a period, and sees to it that helpers rise for the next.
  ///
  /// As `close` and then `HelperRise.prepare`. Thread: cycle, one period of a plan at a time.
  @_noLocks
  @discardableResult
  public static func close(
    _ ticket: RunTicket, period: UnsafePointer<rt_period>, isComplete: Bool = true,
    isQuiet: Bool = false, rising rise: inout HelperRise
  ) -> RunOutcome {
    let outcome = unsafe close(ticket, period: period, isComplete: isComplete, isQuiet: isQuiet)
    rise.prepare()
    return outcome
  }

  /// Closes a period: fills what is to be played, and counts.
  ///
  /// `isComplete` tells whether `perform` has returned. If not, the run is revoked: what is missing
  /// fades to silence, and each node that a thread is in is counted as missed. `isQuiet` ends the notes
  /// that the device's MIDI ports hold, and lets none begin. Thread: cycle, one period of a plan at a
  /// time.
  @_noLocks
  @discardableResult
  public static func close(
    _ ticket: RunTicket, period: UnsafePointer<rt_period>, isComplete: Bool = true,
    isQuiet: Bool = false
  ) -> RunOutcome {
    guard let core = unsafe ticket.core else {
      unsafe PlanHead.fadeOut(ticket.head, period)
      return .occupied
    }
    if !isComplete { unsafe RunBoard.revoke(core.pointee.board) }
    let isWhole = unsafe closePart(core, of: ticket.head, period, isQuiet: isQuiet)
    return isWhole ? .complete : .revoked
  }

  @_noLocks
  private static func beginPart(
    _ core: UnsafeMutablePointer<PlanCore>, of head: UnsafeMutablePointer<PlanHead>,
    _ period: UnsafePointer<rt_period>, from offset: Int, threads: Int, _ queue: QueueHandle
  ) {
    unsafe core.pointee.began = rt_ticks()
    unsafe PlanHead.beginPart(head, core, period, from: offset)
    unsafe core.pointee.offset = offset
    let table = unsafe threads > 1 ? PlanHead.table(head, of: core) : nil
    unsafe core.pointee.isShared = table != nil
    // Helpers come while the calling thread copies.
    if let table = unsafe table { unsafe share(core, table, among: threads, from: queue) }
    unsafe core.pointee.readCapture(period, from: offset)
  }

  @_noLocks
  private static func performPart(_ core: UnsafeMutablePointer<PlanCore>) {
    guard unsafe core.pointee.frames > 0 else { return }
    if unsafe core.pointee.isShared {
      unsafe runShared(core)
    } else {
      unsafe runAlone(core)
    }
    unsafe core.pointee.took = rt_ticks_between(core.pointee.began, rt_ticks())
  }

  /// Fills a part of what is to be played; false when its run was revoked.
  @_noLocks
  private static func closePart(
    _ core: UnsafeMutablePointer<PlanCore>, of head: UnsafeMutablePointer<PlanHead>,
    _ period: UnsafePointer<rt_period>, isQuiet: Bool
  ) -> Bool {
    let isRevoked = unsafe core.pointee.board.pointee.isRevoked.load(ordering: .acquiring)
    if isRevoked {
      unsafe noteLate(core)
    } else {
      unsafe PlanHead.endPart(
        head, core, took: core.pointee.took, isShared: core.pointee.isShared)
    }
    if unsafe isRevoked || head.pointee.isMending {
      unsafe PlanHead.mend(head, core, period, isComplete: !isRevoked)
    } else {
      unsafe core.pointee.writePlayback(period, from: core.pointee.offset)
      unsafe PlanHead.keepTails(head, core)
    }
    unsafe PlanCore.sendMIDI(core, period, isQuiet: isQuiet)
    guard isRevoked else { return true }
    unsafe PlanCore.silence(period, from: core.pointee.offset + core.pointee.frames)
    return false
  }
}
