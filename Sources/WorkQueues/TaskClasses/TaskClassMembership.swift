// Control side.
import CRealtime
public import Realtime

/// A thread's membership in a task class, from joining until it reverts or ends.
///
/// It lasts also when nobody keeps it: the thread does.
public final class TaskClassMembership: Sendable {
  /// The class.
  public let taskClass: TaskClass
  /// The number of the group, never 0.
  public let taskIndex: UInt32
  /// The kernel's id of the thread.
  public let threadID: Int32
  private let service: TaskClassService
  private let before: SavedScheduling
  private let state: PriorityLock<State>
  private let governed: GovernedThread?

  private struct State {
    var isActive = true
    var relativePriority = TaskClass.RelativePriority.normal
    var grant: SchedulingGrant
  }

  /// Makes the calling thread a member.
  init(
    _ taskClass: TaskClass, taskIndex: UInt32, service: TaskClassService
  ) throws(TaskClassError) {
    let threadID = rt_thread_id()
    guard let before = SavedScheduling(threadID: threadID) else { throw Self.ended }
    let grant = SchedulingGrant.request(
      taskClass.scheduling(), threadID: threadID, broker: service.broker)
    guard !grant.isRealtimeRefused || service.acceptsRefusal else { throw Self.refusal(grant) }
    self.taskClass = taskClass
    self.taskIndex = taskIndex
    self.threadID = threadID
    self.service = service
    self.before = before
    state = PriorityLock(State(grant: grant))
    rt_accept_cpu_time_warning()
    governed = service.governor?.watch(member: threadID, of: taskClass, grant: grant)
    if taskClass.affinityMask != 0 { _ = rt_set_affinity(threadID, taskClass.affinityMask) }
    try occupyThread()
  }

  /// What the thread asked for last, and got.
  ///
  /// Thread: any.
  public var grant: SchedulingGrant { state.withLock { $0.grant } }

  /// The thread's place among those of its class.
  ///
  /// Thread: any.
  public var relativePriority: TaskClass.RelativePriority {
    state.withLock { $0.relativePriority }
  }

  /// Whether the thread is still a member.
  ///
  /// Thread: any.
  public var isActive: Bool { state.withLock { $0.isActive } }

  /// Share of the machine that real-time work leaves to everything else, 10 to 100.
  ///
  /// Thread: any. The corresponding C function is `AvQuerySystemResponsiveness`.
  public var systemResponsivenessPercent: Int { service.classes.systemResponsivenessPercent }

  /// Moves the thread within its class.
  ///
  /// Throws `invalidHandle` when it is no member any more, `privilegeNotHeld` when it was refused and
  /// the thread stays where it was. Thread: control, any. The corresponding C function is
  /// `AvSetMmThreadPriority`.
  public func setRelativePriority(
    _ relative: TaskClass.RelativePriority
  ) throws(TaskClassError) {
    try state.withLock { state throws(TaskClassError) in
      // The lock keeps the thread from ending, and its id from becoming another's.
      guard state.isActive else { throw Self.ended }
      let grant = request(taskClass.scheduling(relative))
      guard grant.source != .none || service.acceptsRefusal else { throw Self.refusal(grant) }
      state.grant = grant
      state.relativePriority = relative
    }
  }

  /// Ends the membership and gives the thread back what it had before.
  ///
  /// Throws `invalidHandle` on any other thread, and the second time; `privilegeNotHeld` when the
  /// thread is no member any more but may not have again what it had. The corresponding C function
  /// is `AvRevertMmThreadCharacteristics`.
  public func revert() throws(TaskClassError) {
    let slot = unsafe rt_thread_slot()
    guard unsafe slot == Unmanaged.passUnretained(self).toOpaque() else {
      throw isActive
        ? TaskClassError(.invalidHandle, "only the thread that joined a class can leave it")
        : Self.ended
    }
    _ = rt_set_thread_slot(nil, nil)
    leave()
    let error = before.restore(threadID: threadID)
    unsafe Unmanaged.passUnretained(self).release()
    guard error == 0 else {
      throw TaskClassError(
        .privilegeNotHeld, "the thread cannot have its former priority again: error \(error)")
    }
  }
}

extension TaskClassMembership {
  /// Has the calling thread keep the membership, and leave the class when it ends.
  private func occupyThread() throws(TaskClassError) {
    let context = unsafe Unmanaged.passRetained(self)
    let error = unsafe rt_set_thread_slot(context.toOpaque()) { context in
      guard let context = unsafe context else { return }
      unsafe Unmanaged<TaskClassMembership>.fromOpaque(context).takeRetainedValue().leave()
    }
    guard error == 0 else {
      governed?.leave()
      unsafe context.release()
      _ = before.restore(threadID: threadID)
      throw TaskClassError(.privilegeNotHeld, "the thread has no room for its membership")
    }
  }

  /// Asks for another scheduling, unhindered by the governor.
  private func request(_ scheduling: ThreadScheduling) -> SchedulingGrant {
    let request = {
      SchedulingGrant.request(scheduling, threadID: self.threadID, broker: self.service.broker)
    }
    return governed?.change(request) ?? request()
  }

  private func leave() {
    governed?.leave()
    state.withLock { $0.isActive = false }
    service.leave(taskIndex)
  }

  private static let ended = TaskClassError(
    .invalidHandle, "the thread is no member of the class any more")

  private static func refusal(_ grant: SchedulingGrant) -> TaskClassError {
    let reason = grant.brokerRefusal.map { "; \($0)" } ?? ""
    return TaskClassError(
      .privilegeNotHeld, "SCHED_\(grant.asked) was refused: error \(grant.error)\(reason)")
  }
}
