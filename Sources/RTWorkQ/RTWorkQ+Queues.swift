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
    case RTWQ_MULTITHREADED_WORKQUEUE: kind = .multithreaded(workers: WorkPlatform.processorCount)
    default: throw Failure(Status.invalidArgument)
    }
    try platformLife.requireUsable()
    place.pointee = try queueTable.allocate { platform throws(WorkQueueError) in
      try platform.makeQueue(named: "rtwq", kind: kind, capacity: WorkPlatform.itemCapacity)
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
    try platformLife.requireUsable()
    try queueTable.lock(target)
    do throws(Failure) {
      let below = try queueTable.queue(target)
      place.pointee = try queueTable.allocate(below: target) { platform throws(WorkQueueError) in
        try platform.makeSerialQueue(
          named: "rtwq serial", over: below, capacity: WorkPlatform.itemCapacity)
      }
    } catch {
      try queueTable.unlock(target)
      throw error
    }
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
