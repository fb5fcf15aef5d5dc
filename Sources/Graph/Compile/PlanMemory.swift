// Control side.
import Realtime
import Synchronization

/// All that a plan's cycle side needs, which may have to outlive the plan.
///
/// An item that asks for a helper may still be in a queue when the plan goes, and a thread in a node
/// that does not return.
@safe
final class PlanMemory: @unchecked Sendable {
  let head: UnsafeMutablePointer<PlanHead>
  let nodes: [GraphNode]
  private let storage: PlanStorage
  private let lines: DelayLines
  private let midiLines: MIDILines
  /// Schedules that were given back, and not freed yet.
  private var returned: [UnsafeMutablePointer<ScheduleCore>] = unsafe []

  init(
    head: UnsafeMutablePointer<PlanHead>, nodes: [GraphNode], storage: PlanStorage,
    lines: DelayLines, midiLines: MIDILines
  ) {
    unsafe self.head = unsafe head
    self.nodes = nodes
    self.storage = storage
    self.lines = lines
    self.midiLines = midiLines
  }

  deinit {
    takeReturnedSchedules()
    unsafe returned.forEach { unsafe ScheduleCore.destroy($0) }
    if let schedule = unsafe head.pointee.schedule { unsafe ScheduleCore.destroy(schedule) }
    if let schedule = unsafe pendingSchedule() { unsafe ScheduleCore.destroy(schedule) }
    for index in 0..<2 { unsafe PlanCore.destroy(head.pointee.cores[index]) }
    unsafe head.deinitialize(count: 1)
    unsafe head.deallocate()
  }

  /// Whether an item in a queue, or a thread, still knows one of its boards.
  var isKnown: Bool {
    unsafe head.pointee.cores[0].pointee.board.pointee.isKnown
      || head.pointee.cores[1].pointee.board.pointee.isKnown
  }

  /// Whether a thread may still look at a schedule that was given back: a helper in any run, or
  /// whoever is in one that was revoked.
  private var isLookedAt: Bool {
    (0..<2).contains { index in
      let board = unsafe head.pointee.cores[index].pointee.board
      let inside = unsafe board.pointee.inside.load(ordering: .sequentiallyConsistent)
      let isRevoked = unsafe board.pointee.isRevoked.load(ordering: .acquiring)
      return inside & ~1 != 0 || (isRevoked && inside != 0)
    }
  }

  /// Takes back the schedule that the cycle has not taken yet.
  func pendingSchedule() -> UnsafeMutablePointer<ScheduleCore>? {
    unsafe UnsafeMutablePointer(
      bitPattern: head.pointee.nextSchedule.exchange(0, ordering: .acquiringAndReleasing))
  }

  /// Frees the schedules that the cycle has given back, unless a thread may still look at them.
  ///
  /// Who comes to a run later finds another schedule there. The schedule of a run that was revoked
  /// is given back after the revocation, which therefore is seen here. Thread: control, one at a
  /// time.
  func freeReturnedSchedules() {
    takeReturnedSchedules()
    guard !isLookedAt else { return }
    unsafe returned.forEach { unsafe ScheduleCore.destroy($0) }
    unsafe returned = []
  }

  private func takeReturnedSchedules() {
    let first = unsafe head.pointee.returnedSchedules.exchange(0, ordering: .acquiringAndReleasing)
    var next = unsafe UnsafeMutablePointer<ScheduleCore>(bitPattern: first)
    while let schedule = unsafe next {
      unsafe next = schedule.pointee.nextReturned
      unsafe returned.append(schedule)
    }
  }
}

/// Memory of plans that have gone, kept while somebody may still come to it.
enum RetiredPlans {
  private static let kept = PriorityLock<[PlanMemory]>([])

  /// Frees the memory as soon as nobody knows it: now, or when the next plan comes or goes.
  static func retire(_ memory: PlanMemory) { sweep(adding: memory) }

  /// Frees what nobody knows any more.
  static func sweep(adding memory: PlanMemory? = nil) {
    // Let go outside the lock: owners of nodes may end with it.
    let freed = kept.withLock { kept in
      if let memory { kept.append(memory) }
      let free = kept.filter { !$0.isKnown }
      kept.removeAll { !$0.isKnown }
      return free
    }
    _ = freed
  }
}
