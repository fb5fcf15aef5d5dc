// Control side.
import CRealtime
public import Realtime

/// Takes threads of this process, whoever made them, into task classes.
///
/// The counterpart of the Multimedia Class Scheduler Service. Thread: control, on the thread that
/// joins.
public final class TaskClassService: Sendable {
  /// The classes there are.
  public let classes: TaskClassTable
  let broker: (any SchedulingBroker)?
  let governor: Governor?
  let acceptsRefusal: Bool
  private let groups = PriorityLock(TaskClassGroups())

  /// Creates a service.
  ///
  /// `broker` is asked for the priorities the kernel refuses, and `governor` watches the threads that
  /// join. With `acceptsRefusal` a thread that is refused a real-time priority is a member all the
  /// same, and its grant tells what it has.
  public init(
    classes: TaskClassTable = .builtIn, broker: (any SchedulingBroker)? = nil,
    governor: Governor? = nil, acceptsRefusal: Bool = false
  ) {
    self.governor = governor
    self.acceptsRefusal = acceptsRefusal
    self.classes = classes
    self.broker = broker
  }

  /// Makes the calling thread a member of the class of that name, whatever its letters' case.
  ///
  /// `taskIndex` 0 makes a new group and becomes its number; any other joins the threads of that
  /// group. Throws `invalidTaskName`, `invalidTaskIndex`, `threadAlreadyInTask`, `privilegeNotHeld`
  /// or `serverDisabled`; thread and index are as before then. The corresponding C function is
  /// `AvSetMmThreadCharacteristicsW`.
  public func join(
    _ name: String, taskIndex: inout UInt32
  ) throws(TaskClassError) -> TaskClassMembership {
    try join(find(name), taskIndex: &taskIndex)
  }

  /// Makes the calling thread a member of the more urgent of two classes, the first if they are
  /// equal.
  ///
  /// Otherwise as `join`. The corresponding C function is `AvSetMmMaxThreadCharacteristicsW`.
  public func joinHigher(
    of first: String, and second: String, taskIndex: inout UInt32
  ) throws(TaskClassError) -> TaskClassMembership {
    let (first, second) = (try find(first), try find(second))
    return try join(second.isMoreUrgent(than: first) ? second : first, taskIndex: &taskIndex)
  }

  func leave(_ index: UInt32) { groups.withLock { $0.leave(index) } }

  private func join(
    _ taskClass: TaskClass, taskIndex: inout UInt32
  ) throws(TaskClassError) -> TaskClassMembership {
    guard unsafe rt_thread_slot() == nil else {
      throw TaskClassError(.threadAlreadyInTask, "the thread is in a task class already")
    }
    let index = try enter(taskClass, taskIndex: taskIndex)
    do throws(TaskClassError) {
      let membership = try TaskClassMembership(taskClass, taskIndex: index, service: self)
      taskIndex = index
      return membership
    } catch {
      leave(index)
      throw error
    }
  }

  /// Adds a member to a group of a class, index 0 for a new one; returns the group's index.
  ///
  /// `leave` takes it out again.
  func enter(_ taskClass: TaskClass, taskIndex: UInt32) throws(TaskClassError) -> UInt32 {
    guard classes.systemResponsivenessPercent < 100 else {
      throw TaskClassError(
        .serverDisabled, "a system responsiveness of 100 % leaves nothing to task classes")
    }
    guard let index = groups.withLock({ $0.join(taskIndex, className: taskClass.name) }) else {
      throw TaskClassError(
        .invalidTaskIndex, "task index \(taskIndex) is no group of class \(taskClass.name)")
    }
    return index
  }

  func find(_ name: String) throws(TaskClassError) -> TaskClass {
    let wanted = name.lowercased()
    guard let found = classes.classes.first(where: { $0.name.lowercased() == wanted }) else {
      throw TaskClassError(.invalidTaskName, "there is no task class \(name)")
    }
    return found
  }
}

extension TaskClass {
  /// Whether its threads run before those of another class.
  func isMoreUrgent(than other: TaskClass) -> Bool {
    switch (scheduling(), other.scheduling()) {
    case (.normal(let nice), .normal(let otherNice)): nice < otherNice
    case (let own, let others): own.priority > others.priority
    }
  }
}
