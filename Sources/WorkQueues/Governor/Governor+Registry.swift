// Control side.
import CRealtime
import Realtime
import Synchronization

/// Whom the governor watches, by name.
struct GovernorRegistry {
  /// Names of classes, by their place.
  var classes: [String] = []
  /// Who is, or was last, in a slot.
  var threads: [Int: Thread] = [:]
  /// Threads that found no slot.
  var refused = 0

  struct Thread {
    var generation: UInt32
    var name: GovernedThreadName
  }

  /// The place of a class; those that come too late share the last one.
  mutating func place(of taskClass: String) -> Int {
    if let place = classes.firstIndex(of: taskClass) { return place }
    if classes.count == GovernorCycle.classLimit { return classes.count - 1 }
    let isLast = classes.count == GovernorCycle.classLimit - 1
    classes.append(isLast ? "of other names" : taskClass)
    return classes.count - 1
  }
}

extension Governor {
  /// Begins to watch a thread that got a real-time priority; nil for any other thread.
  ///
  /// The thread must not end before `GovernedThread.leave`. `worker` is what it works as, and
  /// `isOurs` says that it need not have its nice value again.
  func watch(
    threadID: Int32, grant: SchedulingGrant, name: GovernedThreadName,
    worker: UnsafeMutablePointer<WorkerCore>?, isOurs: Bool
  ) -> GovernedThread? {
    guard grant.granted.priority > 0 else { return nil }
    let found = registry.withLock { registry -> Int? in
      let free = (0..<GovernorCore.slotCount).first {
        unsafe core.pointee.slots[$0].phase.load(ordering: .acquiring) == GovernedSlot.Phase.free
      }
      guard let index = free else {
        registry.refused += 1
        return nil
      }
      let slot = unsafe core.pointee.slots + index
      unsafe slot.pointee.phase.store(GovernedSlot.Phase.held, ordering: .relaxed)
      let generation = unsafe slot.pointee.generation.wrappingAdd(1, ordering: .relaxed).newValue
      registry.threads[index] = .init(generation: generation, name: name)
      unsafe slot.pointee.taskClass.store(registry.place(of: name.taskClass), ordering: .relaxed)
      return index
    }
    guard let index = found else { return nil }
    let slot = unsafe core.pointee.slots + index
    unsafe slot.pointee.occupy(threadID: threadID, worker: worker, isOurs: isOurs)
    unsafe slot.pointee.take(grant, threadID: threadID)
    unsafe core.pointee.slotEnd.max(index + 1, ordering: .acquiringAndReleasing)
    unsafe slot.pointee.letGo()
    return unsafe GovernedThread(slot: slot, governor: self)
  }
}

extension GovernedSlot {
  fileprivate borrowing func occupy(
    threadID: Int32, worker: UnsafeMutablePointer<WorkerCore>?, isOurs: Bool
  ) {
    self.threadID.store(threadID, ordering: .relaxed)
    self.worker.store(UInt(bitPattern: worker), ordering: .relaxed)
    self.isOurs.store(isOurs, ordering: .relaxed)
    report.store(rt_open_thread_report(threadID), ordering: .relaxed)
  }

  /// Remembers what the thread has been granted from now on.
  borrowing func take(_ grant: SchedulingGrant, threadID: Int32) {
    var present = rt_scheduling()
    _ = unsafe rt_get_scheduling(threadID, &present)
    let isRealtime = grant.granted.priority > 0
    policy.store(present.policy, ordering: .relaxed)
    priority.store(isRealtime ? present.priority : 0, ordering: .relaxed)
    nice.store(present.nice, ordering: .relaxed)
    isBrokered.store(grant.isBrokered, ordering: .relaxed)
    isLowered.store(false, ordering: .relaxed)
    demotedNanoseconds.store(0, ordering: .relaxed)
  }
}

extension SchedulingGrant {
  fileprivate var isBrokered: Bool {
    if case .broker = source { true } else { false }
  }
}
