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
/// a queue are asked to join with one item each. Each thread has a lane of its own, on which it goes
/// on with whatever is ready, and takes other lanes' items when it has waited for some time, or when
/// their threads have not come. So helpers that are late, or that the queue refuses, only make the
/// run slower. When `run` returns, nobody uses the plan any more, unless the run was revoked.
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
    let ticket = unsafe begin(
      plan, period: period, queue: queue, workers: workers, rising: &rise)
    perform(ticket)
    let outcome = unsafe close(ticket, period: period)
    rise.prepare()
    return outcome
  }

  /// Performs the steps in their order.
  @_noLocks
  static func runAlone(_ core: UnsafeMutablePointer<PlanCore>) {
    let seat = unsafe core.pointee.board.pointee.seats
    if unsafe core.pointee.isTimed { return unsafe runAloneTimed(core, seat) }
    for place in 0..<(unsafe core.pointee.stepCount) {
      unsafe Step.prefetch(core.pointee.steps + place + Step.foresight)
      if unsafe begin(place, of: core, at: seat) {
        unsafe Step.perform(core.pointee.steps + place, of: core)
      } else if unsafe !goOn(without: place, of: core, at: seat) {
        break
      }
    }
    unsafe seat.pointee.step.store(0, ordering: .releasing)
  }

  @_noLocks
  private static func runAloneTimed(
    _ core: UnsafeMutablePointer<PlanCore>, _ seat: UnsafeMutablePointer<ThreadSeat>
  ) {
    for place in 0..<(unsafe core.pointee.stepCount) {
      if unsafe begin(place, of: core, at: seat) {
        unsafe performTimed(core.pointee.steps + place, of: core)
      } else if unsafe !goOn(without: place, of: core, at: seat) {
        break
      }
    }
    unsafe seat.pointee.step.store(0, ordering: .releasing)
  }

  /// Claims a step's node and shows the step; false when the run was revoked, or the node cannot be
  /// performed as usual.
  ///
  /// Who revokes a run finds, once every store that was made before is seen, each thread either in
  /// the step it shows or on its way out.
  @_noLocks
  @inline(__always)
  static func begin(
    _ place: Int, of core: UnsafeMutablePointer<PlanCore>, at seat: UnsafeMutablePointer<ThreadSeat>
  ) -> Bool {
    guard unsafe core.pointee.steps[place].cell.pointee.isWell else { return false }
    return unsafe claim(place, of: core, at: seat)
  }

  /// The same for a node, whatever is the matter with it, that no thread is in.
  @_noLocks
  @inline(__always)
  static func claim(
    _ place: Int, of core: UnsafeMutablePointer<PlanCore>, at seat: UnsafeMutablePointer<ThreadSeat>
  ) -> Bool {
    let cell = unsafe core.pointee.steps[place].cell
    unsafe cell.pointee.isInside.store(1, ordering: .relaxed)
    unsafe seat.pointee.step.store(place + 1, ordering: .relaxed)
    if unsafe !core.pointee.board.pointee.isRevoked.load(ordering: .relaxed) { return true }
    unsafe cell.pointee.isInside.store(0, ordering: .releasing)
    return false
  }

  @_noLocks
  static func performTimed(
    _ step: UnsafeMutablePointer<Step>, of core: UnsafeMutablePointer<PlanCore>
  ) {
    let begin = rt_ticks()
    unsafe Step.perform(step, of: core)
    let end = rt_ticks()
    unsafe step.pointee.cell.pointee.countTimed(rt_ticks_between(begin, end))
    let trace = unsafe core.pointee.traces + (step - core.pointee.steps)
    unsafe trace.pointee.note(part: core.pointee.part, from: begin, to: end)
    if unsafe step.pointee.limits.areSet { unsafe Step.countDenormals(step) }
  }
}
