// Control side.
import Synchronization

/// What a plan's revisions go by.
struct Reviser {
  /// The schedule the cycle was given last.
  var schedule = Schedule.serial
}

/// How a plan's runs are shared among threads.
public enum SchedulePolicy: Sendable, Equatable {
  /// As measurements tell.
  case measured
  /// Not at all.
  case serial
  /// Always, among at most so many threads.
  case parallel(threads: Int)
}

extension Plan {
  /// Gives the cycle a schedule, for its next period.
  func adopt(_ schedule: Schedule) {
    reviser.withLock { reviser in
      give(schedule)
      reviser.schedule = schedule
    }
  }

  private func give(_ schedule: Schedule) {
    let core = unsafe ScheduleCore.make(schedule)
    let before = unsafe memory.head.pointee.nextSchedule.exchange(
      UInt(bitPattern: core), ordering: .acquiringAndReleasing)
    if let before = unsafe UnsafeMutablePointer<ScheduleCore>(bitPattern: before) {
      unsafe ScheduleCore.destroy(before)
    }
    memory.freeReturnedSchedules()
  }

  /// What the first periods are run with.
  func begin() { adopt(Schedule(blueprint, threads: width)) }
}

extension Schedule {
  /// Each step an item of its own, in the order of how much work follows.
  init(_ blueprint: Blueprint, threads: Int) {
    var paths = [Int](repeating: 0, count: blueprint.steps.count)
    for place in blueprint.steps.indices.reversed() {
      paths[place] = 1 + (blueprint.steps[place].successors.map { paths[$0] }.max() ?? 0)
    }
    let order = blueprint.steps.indices.sorted { (paths[$1], $0) < (paths[$0], $1) }
    var ranks = paths
    for (rank, place) in order.enumerated() { ranks[place] = rank }
    items = order.map { place in
      Item(
        steps: [place], successors: blueprint.steps[place].successors.map { ranks[$0] }.sorted(),
        predecessorCount: blueprint.steps[place].predecessors.count)
    }
    self.threads = threads
  }
}
