// Control side.
import Realtime

/// The class of all platform queues.
struct PlatformRegistration: Sendable {
  var taskClass: TaskClass?
  var relativePriority = TaskClass.RelativePriority.normal
  /// The group, which the platform itself is a member of; 0 for none.
  var taskIndex: UInt32 = 0
  /// The platform queues made so far.
  var queues: [WorkQueue.WeakQueue] = []
}

extension WorkPlatform {
  /// Puts the threads of all platform queues into the class of that name, as one group.
  ///
  /// Also those of platform queues made later. `taskIndex` 0 makes a new group and becomes its
  /// number. Throws `invalidTaskName`, `invalidTaskIndex` or `serverDisabled`; all queues and the index
  /// are as before then. Thread: control. The corresponding C function is
  /// `RtwqRegisterPlatformWithMMCSS`.
  public func register(
    taskClass name: String, taskIndex: inout UInt32,
    relativePriority: TaskClass.RelativePriority = .normal
  ) throws(TaskClassError) {
    let taskClass = try taskClasses.find(name)
    let index = try taskClasses.enter(taskClass, taskIndex: taskIndex)
    platformRegistration.withLock { platform in
      let before = platform.taskIndex
      platform.taskClass = taskClass
      platform.relativePriority = relativePriority
      platform.taskIndex = index
      for queue in platform.queues { queue.queue?.follow(platform) }
      if before != 0 { taskClasses.leave(before) }
    }
    taskIndex = index
  }

  /// Takes the threads of all platform queues out of their class.
  ///
  /// Nothing happens when they are in none. Thread: control. The corresponding C function is
  /// `RtwqUnregisterPlatformFromMMCSS`.
  public func unregister() {
    platformRegistration.withLock { platform in
      guard platform.taskClass != nil else { return }
      for queue in platform.queues { queue.queue?.unregister() }
      taskClasses.leave(platform.taskIndex)
      platform = PlatformRegistration(queues: platform.queues)
    }
  }

  /// Has a platform queue follow the class of all of them from now on.
  ///
  /// Called once for each platform queue with threads of its own, by who makes it.
  func adopt(platformQueue queue: WorkQueue) {
    platformRegistration.withLock { platform in
      platform.queues.removeAll { $0.queue == nil }
      platform.queues.append(WorkQueue.WeakQueue(queue: queue))
      if platform.taskClass != nil { queue.follow(platform) }
    }
  }
}

extension WorkQueue {
  /// Joins the platform's group.
  fileprivate func follow(_ platform: PlatformRegistration) {
    guard let taskClass = platform.taskClass else { return }
    var index = platform.taskIndex
    // The platform is a member of the group, so that only a closed queue is refused.
    try? register(
      taskClass: taskClass, taskIndex: &index, relativePriority: platform.relativePriority)
  }
}
