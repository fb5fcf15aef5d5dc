// Control side.
import CRealtime
import Realtime
import Synchronization

extension Plan {
  /// Looks at what was measured and decides how the next periods are shared among threads.
  ///
  /// Meant to be called some times a second while the plan runs. Thread: control.
  public func revise(_ policy: SchedulePolicy = .measured) {
    reviser.withLock { reviser in
      switch policy {
      case .measured:
        if let schedule = reviser.revise(blueprint, reading) { give(schedule) }
      case .serial:
        give(.serial)
      case .parallel(let threads):
        give(Schedule(Schedule.draft(blueprint, costs: costs, threads: threads), threads: threads))
      }
    }
  }

  /// What the first periods are run with: shared where that is of use, for nobody may ever revise
  /// it.
  func begin() {
    let costs = costs
    let threads = min(width, RunBoard.seatCount)
    let draft = Schedule.draft(blueprint, costs: costs, threads: threads)
    let useful = min(draft.usefulThreads, RunBoard.seatCount)
    reviser.withLock { _ in give(Schedule(draft, threads: useful)) }
  }

  /// What each step costs, as the nodes remember; 0 for unknown.
  var costs: [Double] {
    blueprint.steps.map { step in
      memory.nodes[step.node].state(as: step.role).costNanoseconds ?? 0
    }
  }

  private var reading: Reviser.Reading {
    let head = unsafe memory.head
    let shared = unsafe Reviser.Runs(head.pointee.parallelTimes)
    let serial = unsafe Reviser.Runs(head.pointee.serialTimes)
    return unsafe Reviser.Reading(
      costs: costs,
      threads: min(head.pointee.allowedThreads.load(ordering: .relaxed), RunBoard.seatCount),
      periodNanoseconds: Double(head.pointee.periodNanoseconds.load(ordering: .relaxed)),
      nowNanoseconds: rt_now_nanoseconds(), shared: shared, serial: serial)
  }

  /// Gives the cycle a schedule, for its next period; one thread at a time.
  private func give(_ schedule: Schedule) {
    given.withLock { $0 = PlanSharing(schedule) }
    let core = unsafe ScheduleCore.make(schedule)
    let before = unsafe memory.head.pointee.nextSchedule.exchange(
      UInt(bitPattern: core), ordering: .acquiringAndReleasing)
    if let before = unsafe UnsafeMutablePointer<ScheduleCore>(bitPattern: before) {
      unsafe ScheduleCore.destroy(before)
    }
    memory.freeReturnedSchedules()
  }
}

extension Reviser.Runs {
  fileprivate init(_ times: borrowing RunTimes) {
    count = times.recorded
    medianNanoseconds = times.median(ofLast: Reviser.trialRuns - 4).map { Double($0) }
  }
}
