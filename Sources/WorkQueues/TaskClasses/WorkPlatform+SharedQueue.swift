// Control side.
import CRealtime
import Realtime

/// The queues that programs share by the name of their class, in lower case.
struct SharedQueues: Sendable {
  struct Shared {
    let queue: WorkQueue
    /// Locks that were not unlocked yet.
    var locks: Int
  }

  var byClass: [String: Shared] = [:]
}

extension WorkPlatform {
  /// Finds or makes the one multithreaded queue of a class, which joins it at once, and locks it.
  ///
  /// `taskClass` is the class's name, whatever its letters' case; "" is the queue of ordinary
  /// priority, with normal base priority and no task index. `taskIndex` 0 or nil makes a new group
  /// for a new queue, any other names a group of the class; it becomes the number of the group the
  /// queue is in. A queue that is there already keeps its base priority and its group.
  ///
  /// Throws a `TaskClassError`: `invalidTaskName`, `invalidTaskIndex`, `serverDisabled`, or
  /// `invalidParameter` for a base priority or a task index with ""; or a `WorkQueueError`:
  /// `noResources`. Nothing has changed then. Thread: control. The corresponding C function is
  /// `RtwqLockSharedWorkQueue`.
  public func lockSharedQueue(
    taskClass name: String, basePriority: TaskClass.RelativePriority = .normal,
    taskIndex: inout UInt32?
  ) throws -> WorkQueue {
    let taskClass = name.isEmpty ? nil : try taskClasses.find(name)
    if taskClass == nil, basePriority != .normal || taskIndex != nil {
      throw TaskClassError(
        .invalidParameter, "the shared queue of no class has no base priority and no task index")
    }
    return try sharedQueues.withLock { shared in
      let key = name.lowercased()
      let found = try shared.byClass[key].map { found in
        if let taskClass { try checkIndex(taskIndex, taskClass) }
        return found.queue
      }
      let queue = try found ?? makeSharedQueue(taskClass, basePriority, taskIndex: taskIndex ?? 0)
      shared.byClass[key, default: .init(queue: queue, locks: 0)].locks += 1
      if taskIndex != nil { taskIndex = queue.taskIndex }
      return queue
    }
  }

  /// Gives one lock of a shared queue back; with the last one it is closed.
  ///
  /// What waits in it is performed first. False when the queue is no shared one, or closed already.
  /// Never called from one of the queue's own workers. Thread: control. The corresponding C function
  /// is `RtwqUnlockWorkQueue`.
  @discardableResult
  public func unlockSharedQueue(_ queue: WorkQueue) -> Bool {
    let left = sharedQueues.withLock { shared -> Int? in
      guard let (key, found) = shared.byClass.first(where: { $0.value.queue === queue }) else {
        return nil
      }
      shared.byClass[key] = found.locks == 1 ? nil : .init(queue: queue, locks: found.locks - 1)
      return found.locks - 1
    }
    if left == 0 { close(queue) }
    return left != nil
  }

  private func checkIndex(_ index: UInt32?, _ taskClass: TaskClass) throws(TaskClassError) {
    guard let index, index != 0 else { return }
    taskClasses.leave(try taskClasses.enter(taskClass, taskIndex: index))
  }

  private func makeSharedQueue(
    _ taskClass: TaskClass?, _ basePriority: TaskClass.RelativePriority, taskIndex: UInt32
  ) throws -> WorkQueue {
    let queue = try makeQueue(
      named: taskClass.map { "shared \($0.name)" } ?? "shared",
      kind: .multithreaded(workers: max(2, Int(rt_cpu_count()))), capacity: 16_384)
    guard let taskClass else { return queue }
    do throws(TaskClassError) {
      var index = taskIndex
      try queue.register(taskClass: taskClass, taskIndex: &index, relativePriority: basePriority)
      return queue
    } catch {
      close(queue)
      throw error
    }
  }
}
