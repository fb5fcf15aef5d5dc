// Control side.
public import Realtime
import Synchronization

extension WorkQueue {
  /// The class its threads belong to; nil for normal priority.
  ///
  /// A serial queue is in the class of the queue below. Thread: any. The corresponding C function is
  /// `RtwqGetWorkQueueMMCSSClass`.
  public var taskClass: TaskClass? { registration.taskClass }

  /// The place of its threads within the class.
  ///
  /// Thread: any. The corresponding C function is `RtwqGetWorkQueueMMCSSPriority`.
  public var relativePriority: TaskClass.RelativePriority { registration.relativePriority }

  /// The number of the group its threads belong to; 0 in no class.
  ///
  /// Thread: any. The corresponding C function is `RtwqGetWorkQueueMMCSSTaskId`.
  public var taskIndex: UInt32 { registration.taskIndex }

  /// The scheduling its threads ask for.
  ///
  /// Thread: any.
  public var scheduling: ThreadScheduling { registration.scheduling }

  /// Puts the queue's threads into the class of that name, whatever its letters' case.
  ///
  /// Those it has and those it gets later. `taskIndex` 0 makes a new group and becomes its number;
  /// any other joins that group, and from the queue's own group it only moves within the class. What
  /// each thread got is in `grants`: to be refused a priority is no failure. A serial queue puts the
  /// queue below into the class, and with it all queues over that one.
  ///
  /// Throws `invalidTaskName`, `invalidTaskIndex`, `serverDisabled`, or `invalidHandle` for a closed
  /// queue; queue and index are as before then. Thread: control. The corresponding C function is
  /// `RtwqBeginRegisterWorkQueueWithMMCSS`.
  public func register(
    taskClass name: String, taskIndex: inout UInt32,
    relativePriority: TaskClass.RelativePriority = .normal
  ) throws(TaskClassError) {
    try register(
      taskClass: taskClasses.find(name), taskIndex: &taskIndex, relativePriority: relativePriority)
  }

  /// Puts the queue's threads into a class, which need not be in the platform's table.
  ///
  /// Otherwise as the other `register`.
  public func register(
    taskClass: TaskClass, taskIndex: inout UInt32,
    relativePriority: TaskClass.RelativePriority = .normal
  ) throws(TaskClassError) {
    let index = try taskClasses.enter(taskClass, taskIndex: taskIndex)
    guard base.change({ $0.change(to: taskClass, relativePriority, taskIndex: index) }) else {
      taskClasses.leave(index)
      throw TaskClassError(.invalidHandle, "queue \(base.name) is closed")
    }
    taskIndex = index
  }

  /// Takes the queue's threads out of their class.
  ///
  /// They go on at normal priority, or at the scheduling the queue was made with. Nothing happens to
  /// a queue in no class. Thread: control. The corresponding C function is
  /// `RtwqBeginUnregisterWorkQueueWithMMCSS`.
  public func unregister() {
    guard base.taskClass != nil else { return }
    _ = base.change { $0.end() }
  }

  /// Has the queue's threads keep to somebody else's scheduling, or with nil to that of their class.
  ///
  /// As if the queue had been made with it. Nothing happens when it is that already, or the queue is
  /// closed. Thread: control.
  public func keep(to scheduling: ThreadScheduling?) {
    guard registration.own != scheduling else { return }
    _ = base.change(staysInGroup: true) { $0.keep(to: scheduling) }
  }
}

extension WorkQueue {
  /// The queue whose threads perform this one's items.
  var base: WorkQueue {
    var base = self
    while let below = base.target { base = below }
    return base
  }

  var registration: QueueRegistration { base.state.withLock { $0.registration } }

  /// Changes the registration and then every thread; false when the queue is closed.
  ///
  /// The group it was in is left, unless it stays in it.
  private func change(
    staysInGroup: Bool = false, _ body: (inout QueueRegistration) -> Void
  ) -> Bool {
    let before = state.withLock { state -> (index: UInt32, workers: [Worker])? in
      guard !state.isClosed else { return nil }
      let index = state.registration.taskIndex
      body(&state.registration)
      return (index, state.workers)
    }
    guard let before else { return false }
    if before.index != 0, !staysInGroup { taskClasses.leave(before.index) }
    noteScheduling()
    for worker in before.workers { reschedule(worker) }
    return true
  }

  /// Lets the timer know whether the workers ask for real-time scheduling.
  func noteScheduling() {
    let isRealtime = scheduling.priority > 0
    unsafe cores.forEach {
      unsafe $0.pointee.isRealtime.store(isRealtime, ordering: .relaxed)
    }
  }

  /// Gives a worker's thread what the queue's registration says by now.
  func reschedule(_ worker: Worker) {
    worker.reschedule(
      broker: taskClasses.broker,
      to: {
        let registration = registration
        return (scheduling(of: worker, in: registration), registration.affinityMask)
      },
      governing: { threadID, grant in
        unsafe worker.core.pointee.runner?.pointee.note(grant)
        return governor?.watch(worker, of: self, threadID: threadID, grant: grant)
      })
  }

  /// What a worker's thread asks for; each priority of a preempting queue has its own level.
  func scheduling(of worker: Worker, in registration: QueueRegistration) -> ThreadScheduling {
    let ofQueue = registration.scheduling
    if let runner = unsafe worker.core.pointee.runner {
      return unsafe runner.pointee.scheduling(of: worker.own ?? ofQueue)
    }
    guard let lanes = unsafe core.pointee.lanes, unsafe worker.core.pointee.kind == .worker else {
      return ofQueue
    }
    let lane = unsafe worker.core.pointee.queue - lanes
    return ofQueue.lane(WorkPriority.allCases[lane])
  }

  /// Leaves the group of its class, once there are no threads any more.
  func leaveTaskGroup() {
    let index = state.withLock { $0.registration.takeTaskIndex() }
    if index != 0 { taskClasses.leave(index) }
  }
}
