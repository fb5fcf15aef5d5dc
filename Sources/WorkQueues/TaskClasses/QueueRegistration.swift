// Control side.
import Realtime

/// The class a queue's threads are in, and what they ask for.
struct QueueRegistration: Sendable {
  /// Somebody else's scheduling its threads keep to while nothing else was asked of the queue.
  private(set) var own: ThreadScheduling?
  private(set) var taskClass: TaskClass?
  private(set) var relativePriority = TaskClass.RelativePriority.normal
  /// The group the queue is a member of; 0 for none.
  private(set) var taskIndex: UInt32 = 0
  /// What its threads ask for.
  private(set) var scheduling: ThreadScheduling
  /// Goes up with each change.
  private(set) var number: UInt64 = 0

  init(own: ThreadScheduling?) {
    self.own = own
    scheduling = own ?? .normal(nice: 0)
  }

  /// What a queue is made with: it keeps to its own scheduling, if it has one, also in a class.
  init(
    own: ThreadScheduling?, taskClass: TaskClass, relativePriority: TaskClass.RelativePriority,
    taskIndex: UInt32
  ) {
    self.own = own
    self.taskClass = taskClass
    self.relativePriority = relativePriority
    self.taskIndex = taskIndex
    scheduling = own ?? taskClass.scheduling(relativePriority)
  }

  /// CPUs its threads may run on; 0 for all.
  var affinityMask: UInt64 { taskClass?.affinityMask ?? 0 }

  /// Moves to another class, or another place in it.
  mutating func change(
    to taskClass: TaskClass, _ relativePriority: TaskClass.RelativePriority, taskIndex: UInt32
  ) {
    self.taskClass = taskClass
    self.relativePriority = relativePriority
    self.taskIndex = taskIndex
    scheduling = taskClass.scheduling(relativePriority)
    number += 1
  }

  /// Keeps to somebody else's scheduling from now on, or with nil to that of the class.
  mutating func keep(to own: ThreadScheduling?) {
    self.own = own
    scheduling = own ?? taskClass?.scheduling(relativePriority) ?? .normal(nice: 0)
    number += 1
  }

  /// Leaves the class.
  mutating func end() {
    taskClass = nil
    relativePriority = .normal
    taskIndex = 0
    scheduling = own ?? .normal(nice: 0)
    number += 1
  }

  /// Gives up the place in the group, when there will be no threads any more.
  mutating func takeTaskIndex() -> UInt32 {
    defer { taskIndex = 0 }
    return taskIndex
  }
}

extension TaskClassService {
  /// What a queue begins with; in a class, as a group of its own.
  func firstRegistration(
    _ taskClass: TaskClass?, _ relativePriority: TaskClass.RelativePriority,
    own: ThreadScheduling?
  ) -> QueueRegistration {
    guard let taskClass else { return QueueRegistration(own: own) }
    // Where everything is left to others there are no groups.
    let index = (try? enter(taskClass, taskIndex: 0)) ?? 0
    return QueueRegistration(
      own: own, taskClass: taskClass, relativePriority: relativePriority, taskIndex: index)
  }
}
