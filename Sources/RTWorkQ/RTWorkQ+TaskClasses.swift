// Control side.
public import CRTWorkQ
import WorkQueues

/// Joins the workers of all queues of the platform to a task class.
@c @implementation
public func RtwqRegisterPlatformWithMMCSS(
  _ task_class: PCWSTR?, _ task_id: UnsafeMutablePointer<DWORD>?, _ priority: LONG
) -> HRESULT {
  status { () throws(Failure) in
    guard let task_class, let task_id else { throw Failure(Status.pointer) }
    let relative = try relativePriority(priority)
    let platform = try platformLife.platform()
    try translatingClass { () throws(TaskClassError) in
      try platform.register(
        taskClass: Text.string(task_class), taskIndex: &task_id.pointee,
        relativePriority: relative)
    }
    taskClassProcess.warn(ofAny: platform.grants)
  }
}

/// Takes them out of it.
@c @implementation
public func RtwqUnregisterPlatformFromMMCSS() -> HRESULT {
  status { () throws(Failure) in try platformLife.platform().unregister() }
}

/// Joins a queue's workers to a task class and then invokes a callback.
@c @implementation
public func RtwqBeginRegisterWorkQueueWithMMCSS(
  _ queue: DWORD, _ task_class: PCWSTR?, _ task_id: DWORD, _ priority: LONG,
  _ callback: UnsafeMutablePointer<IRtwqAsyncCallback>?, _ state: UnsafeMutablePointer<IUnknown>?
) -> HRESULT {
  status { () throws(Failure) in
    guard let task_class else { throw Failure(Status.pointer) }
    let callback = try required(callback)
    let found = try queueTable.queue(queue)
    let name = Text.string(task_class)
    let relative = try relativePriority(priority)
    try ClassOperation.begin(.register, callback, state) { () throws(Failure) in
      var index = task_id
      try translatingClass { () throws(TaskClassError) in
        try found.register(taskClass: name, taskIndex: &index, relativePriority: relative)
      }
      taskClassProcess.warn(ofAny: found.grants)
      return index
    }
  }
}

/// Answers whether they joined, and stores the group they are in.
@c @implementation
public func RtwqEndRegisterWorkQueueWithMMCSS(
  _ result: UnsafeMutablePointer<IRtwqAsyncResult>?, _ task_id: UnsafeMutablePointer<DWORD>?
) -> HRESULT {
  status { () throws(Failure) in
    let operation = try ClassOperation.of(try required(result), .register)
    let place = try required(task_id)
    guard operation.status == Status.ok else { throw Failure(operation.status) }
    place.pointee = operation.taskIndex
  }
}

/// Takes a queue's workers out of their class and then invokes a callback.
@c @implementation
public func RtwqBeginUnregisterWorkQueueWithMMCSS(
  _ queue: DWORD, _ callback: UnsafeMutablePointer<IRtwqAsyncCallback>?,
  _ state: UnsafeMutablePointer<IUnknown>?
) -> HRESULT {
  status { () throws(Failure) in
    let callback = try required(callback)
    let found = try queueTable.queue(queue)
    try ClassOperation.begin(.unregister, callback, state) { () throws(Failure) in
      found.unregister()
      return 0
    }
  }
}

/// Answers whether they left.
@c @implementation
public func RtwqEndUnregisterWorkQueueWithMMCSS(
  _ result: UnsafeMutablePointer<IRtwqAsyncResult>?
) -> HRESULT {
  status { () throws(Failure) in
    let operation = try ClassOperation.of(try required(result), .unregister)
    guard operation.status == Status.ok else { throw Failure(operation.status) }
  }
}

/// Stores the name of a queue's class.
@c @implementation
public func RtwqGetWorkQueueMMCSSClass(
  _ queue: DWORD, _ task_class: PWSTR?, _ length: UnsafeMutablePointer<DWORD>?
) -> HRESULT {
  status { () throws(Failure) in
    let length = try required(length)
    try Text.store(queueTable.queue(queue).taskClass?.name ?? "", task_class, length)
  }
}

/// Stores the group of a queue's workers.
@c @implementation
public func RtwqGetWorkQueueMMCSSTaskId(
  _ queue: DWORD, _ task_id: UnsafeMutablePointer<DWORD>?
) -> HRESULT {
  status { () throws(Failure) in
    try required(task_id).pointee = queueTable.queue(queue).taskIndex
  }
}

/// Stores the relative priority of a queue's workers.
@c @implementation
public func RtwqGetWorkQueueMMCSSPriority(
  _ queue: DWORD, _ priority: UnsafeMutablePointer<LONG>?
) -> HRESULT {
  status { () throws(Failure) in
    try required(priority).pointee = LONG(queueTable.queue(queue).relativePriority.rawValue)
  }
}

func relativePriority(_ priority: LONG) throws(Failure) -> TaskClass.RelativePriority {
  guard let relative = TaskClass.RelativePriority(rawValue: Int(priority)) else {
    throw Failure(Status.invalidArgument)
  }
  return relative
}

/// Turns the errors of task classes into result codes.
private func translatingClass(
  _ body: () throws(TaskClassError) -> Void
) throws(Failure) {
  do throws(TaskClassError) {
    try body()
  } catch {
    throw Failure(error)
  }
}
