// Control side.
public import CRTWorkQ
import WorkQueues

/// Makes a queue and stores its id.
@c @implementation
public func RtwqAllocateWorkQueue(
  _ type: RTWQ_WORKQUEUE_TYPE, _ queue: UnsafeMutablePointer<DWORD>?
) -> HRESULT {
  status { () throws(Failure) in
    let place = try required(queue)
    let kind: WorkQueue.Kind
    switch type {
    case RTWQ_STANDARD_WORKQUEUE, RTWQ_WINDOW_WORKQUEUE: kind = .standard
    case RTWQ_MULTITHREADED_WORKQUEUE: kind = .multithreaded(workers: Capacity.workers)
    default: throw Failure(Status.invalidArgument)
    }
    place.pointee = try queueTable.allocate { platform throws(WorkQueueError) in
      try platform.makeQueue(named: "rtwq", kind: kind, capacity: Capacity.items)
    }
  }
}

/// Makes a queue that runs its items one after the other on the workers of another.
@c @implementation
public func RtwqAllocateSerialWorkQueue(
  _ target: DWORD, _ queue: UnsafeMutablePointer<DWORD>?
) -> HRESULT {
  status { () throws(Failure) in
    let place = try required(queue)
    _ = try platformLife.platform()
    try queueTable.lock(target)
    do throws(Failure) {
      let below = try queueTable.queue(target)
      place.pointee = try queueTable.allocate(below: target) { platform throws(WorkQueueError) in
        try platform.makeSerialQueue(
          named: "rtwq serial", over: below, capacity: Capacity.items)
      }
    } catch {
      try queueTable.unlock(target)
      throw error
    }
  }
}

/// Finds or makes the process's queue of a task class and counts one reference to it.
@c @implementation
public func RtwqLockSharedWorkQueue(
  _ task_class: PCWSTR?, _ base_priority: LONG, _ task_id: UnsafeMutablePointer<DWORD>?,
  _ queue: UnsafeMutablePointer<DWORD>?
) -> HRESULT {
  status { () throws(Failure) in
    guard let task_class else { throw Failure(Status.pointer) }
    let place = try required(queue)
    let relative = try relativePriority(base_priority)
    var index = task_id?.pointee
    let id = try queueTable.lockShared(
      taskClass: Text.string(task_class), relative, taskIndex: &index)
    if let task_id, let index { task_id.pointee = index }
    place.pointee = id
  }
}

/// Counts one more reference to an allocated queue.
@c @implementation
public func RtwqLockWorkQueue(_ queue: DWORD) -> HRESULT {
  status { () throws(Failure) in try queueTable.lock(queue) }
}

/// Counts one reference less.
@c @implementation
public func RtwqUnlockWorkQueue(_ queue: DWORD) -> HRESULT {
  status { () throws(Failure) in try queueTable.unlock(queue) }
}

/// Says that a queue is given long work, or takes that back.
@c @implementation
public func RtwqSetLongRunning(_ queue: DWORD, _ enable: BOOL) -> HRESULT {
  status { () throws(Failure) in try queueTable.queue(queue).setLongRunning(enable != 0) }
}
