public import CRealtime
import Realtime
import Synchronization
public import WorkQueues

/// What became of a run.
public enum RunOutcome: Sendable {
  /// Every step was performed.
  case complete
  /// The run was revoked; the rest of the period is silence.
  case revoked
  /// Both of the plan's cores are still used by runs that were revoked; the period is silence.
  case occupied
}

/// Runs plans, once per period.
///
/// The calling thread performs steps itself. Where the plan's schedule says that it pays, workers of
/// a queue are asked to join with one item each, and find what is ready on the run's board. Whoever
/// finishes an item goes on with the most urgent one that this made ready and leaves the others
/// there. A queue that refuses only makes the run slower. When `run` returns, nobody uses the plan
/// any more, unless the run was revoked.
public enum Executor {
  /// Runs a plan for one period.
  ///
  /// `workers` is how many threads may work at once, the calling one counted. With one, or where
  /// more do not pay, the calling thread performs every step in a plain loop and nobody is woken.
  /// Any number of frames will do: a period longer than the plan's `maximumFrames` is run in parts
  /// and counted.
  ///
  /// Thread: cycle, one period of a plan at a time.
  @_noLocks
  @discardableResult
  public static func run(
    _ plan: PlanHandle, period: UnsafePointer<rt_period>, queue: QueueHandle, workers: Int
  ) -> RunOutcome {
    var rise = HelperRise()
    return unsafe run(plan, period: period, queue: queue, workers: workers, rising: &rise)
  }

  /// The same for periods that a device asks for: helpers of the next one rise by themselves.
  ///
  /// `period` tells when it was due. Thread: cycle, one period of a plan and of `rise` at a time.
  @_noLocks
  @discardableResult
  public static func run(
    _ plan: PlanHandle, period: UnsafePointer<rt_period>, queue: QueueHandle, workers: Int,
    rising rise: inout HelperRise
  ) -> RunOutcome {
    let head = unsafe plan.head
    unsafe PlanHead.prefetch(head)
    let total = unsafe Int(period.pointee.frames)
    unsafe rise.note(due: period.pointee.due_nanoseconds)
    unsafe head.pointee.countPeriod(
      frames: total, allowedThreads: workers, lengthNanoseconds: rise.periodNanoseconds)
    guard let core = unsafe PlanHead.usableCore(head) else {
      unsafe PlanCore.silence(period, from: 0)
      return .occupied
    }
    unsafe PlanHead.takeSchedule(head)
    let turn = unsafe PlanHead.nextTurn(head, allowed: workers)
    unsafe core.pointee.board.pointee.sitDown()
    rise.plan(turn.nextThreads - 1, of: queue)
    var offset = 0
    while offset < total {
      unsafe PlanHead.beginPart(head, core, period, from: offset)
      guard unsafe runPart(core, of: head, period, from: offset, turn, queue, rising: &rise) else {
        unsafe PlanCore.silence(period, from: offset)
        unsafe core.pointee.board.pointee.leave(0)
        return .revoked
      }
      unsafe offset += core.pointee.frames
    }
    unsafe core.pointee.board.pointee.leave(0)
    if turn.threads == 1, rise.isPlanned { rise.prepare() }
    return .complete
  }

  /// Performs every step once, between capture and playback; false when the run was revoked.
  @_noLocks
  private static func runPart(
    _ core: UnsafeMutablePointer<PlanCore>, of head: UnsafeMutablePointer<PlanHead>,
    _ period: UnsafePointer<rt_period>, from offset: Int, _ turn: PlanHead.Turn,
    _ queue: QueueHandle, rising rise: inout HelperRise
  ) -> Bool {
    let begin = rt_ticks()
    if turn.threads > 1, let table = unsafe PlanHead.table(head, of: core) {
      let isPlanned = offset == 0 && rise.isPlanned
      unsafe withUnsafeMutablePointer(to: &rise) { rise in
        // Helpers come while the calling thread copies.
        unsafe share(
          core, table, among: turn.threads, from: queue, rising: isPlanned ? rise : nil)
        unsafe core.pointee.readCapture(period, from: offset)
        unsafe runShared(core, table)
      }
    } else {
      unsafe core.pointee.readCapture(period, from: offset)
      unsafe runAlone(core)
    }
    let took = rt_ticks_between(begin, rt_ticks())
    if unsafe core.pointee.board.pointee.isRevoked.load(ordering: .acquiring) { return false }
    unsafe PlanHead.endPart(head, core, took: took, isShared: turn.threads > 1)
    unsafe core.pointee.writePlayback(period, from: offset)
    return true
  }

  /// Performs the steps in their order.
  @_noLocks
  private static func runAlone(_ core: UnsafeMutablePointer<PlanCore>) {
    let seat = unsafe core.pointee.board.pointee.seats
    if unsafe core.pointee.isTimed { return unsafe runAloneTimed(core, seat) }
    for place in 0..<(unsafe core.pointee.stepCount) {
      guard unsafe begin(place, of: core, at: seat) else { break }
      unsafe Step.prefetch(core.pointee.steps + place + 1)
      unsafe Step.perform(core.pointee.steps + place, of: core)
    }
    unsafe seat.pointee.step.store(0, ordering: .releasing)
  }

  @_noLocks
  private static func runAloneTimed(
    _ core: UnsafeMutablePointer<PlanCore>, _ seat: UnsafeMutablePointer<ThreadSeat>
  ) {
    for place in 0..<(unsafe core.pointee.stepCount) {
      guard unsafe begin(place, of: core, at: seat) else { break }
      unsafe performTimed(core.pointee.steps + place, of: core)
    }
    unsafe seat.pointee.step.store(0, ordering: .releasing)
  }

  /// Shows the step that a thread is about to perform; false when the run was revoked.
  ///
  /// Who revokes a run finds, once every store that was made before is seen, each thread either in
  /// the step it shows or on its way out.
  @_noLocks
  @inline(__always)
  static func begin(
    _ place: Int, of core: UnsafeMutablePointer<PlanCore>, at seat: UnsafeMutablePointer<ThreadSeat>
  ) -> Bool {
    unsafe seat.pointee.step.store(place + 1, ordering: .relaxed)
    return unsafe !core.pointee.board.pointee.isRevoked.load(ordering: .relaxed)
  }

  @_noLocks
  static func performTimed(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>
  ) {
    let begin = rt_ticks()
    unsafe Step.perform(step, of: core)
    unsafe step.pointee.cell.pointee.countTimed(rt_ticks_between(begin, rt_ticks()))
  }
}
