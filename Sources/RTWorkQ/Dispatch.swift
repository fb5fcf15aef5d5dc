// Control side.
import CRTWorkQ
import WorkQueues

/// How results get onto queues, and what becomes of them there.
enum Dispatch {
  /// Puts a result on a queue, with a reference for as long as it waits and runs.
  ///
  /// Takes no lock and allocates nothing.
  static func put(_ result: ResultPointer, on queue: DWORD, priority: LONG) -> HRESULT {
    guard result.callback != nil else { return Status.pointer }
    guard let slot = queueTable.enter(queue), let handle = slot.pointee.queue else {
      return platformLife.isRunning ? Status.invalidQueue : Status.shutdown
    }
    result.addReference()
    let item = item(result, isSerial: slot.pointee.isSerial)
    let status = handle.put(item, priority: WorkPriority(sign: priority))
    slot.pointee.leave()
    switch status {
    case .accepted: return Status.ok
    case .full, .closed:
      result.release()
      return status == .full ? Status.outOfMemory : Status.invalidQueue
    }
  }

  /// The item that performs a result on a queue, with the reference it was given.
  static func item(_ result: ResultPointer, isSerial: Bool) -> WorkItem {
    WorkItem(isSerial ? performInTurn : perform, context: result)
  }

  /// What a queue performs for a result.
  static let perform: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
    guard let result = context?.assumingMemoryBound(to: IRtwqAsyncResult.self) else { return }
    result.callback?.invoke(result)
    result.release()
  }

  /// What a serial queue performs for a result: the callback may want to end it later.
  static let performInTurn: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
    guard let result = context?.assumingMemoryBound(to: IRtwqAsyncResult.self) else { return }
    if let callback = result.callback { Reply.invoke(callback, result) }
    result.release()
  }

  /// Puts a result on the queue its callback names.
  static func invoke(_ result: ResultPointer) -> HRESULT {
    guard let callback = result.callback else { return Status.pointer }
    let parameters = callback.parameters
    guard parameters.isConsistent else { return Status.invalidQueue }
    return put(result, on: parameters.queue, priority: 0)
  }

  /// The same for a result whose time has come: nobody is there to be refused, so that it runs on
  /// the standard queue rather than not at all.
  static func invokeDue(_ result: ResultPointer, priority: LONG = 0) -> HRESULT {
    guard let callback = result.callback else { return Status.pointer }
    let parameters = callback.parameters
    if parameters.isConsistent {
      let status = put(result, on: parameters.queue, priority: priority)
      if status != Status.invalidQueue { return status }
    }
    return put(result, on: DWORD(MFASYNC_CALLBACK_QUEUE_STANDARD), priority: priority)
  }
}

extension WorkPriority {
  /// Of a priority of Windows' only the sign counts.
  init(sign priority: LONG) {
    self = priority > 0 ? .high : priority < 0 ? .low : .normal
  }
}

extension CallbackParameters {
  /// Whether a callback of these flags may run on the queue it names.
  var isConsistent: Bool {
    let fast = DWORD(MFASYNC_FAST_IO_PROCESSING_CALLBACK | MFASYNC_SIGNAL_CALLBACK)
    guard flags & fast != 0 else { return true }
    return queue == DWORD(MFASYNC_CALLBACK_QUEUE_IO)
      || queue == DWORD(MFASYNC_CALLBACK_QUEUE_TIMER)
  }
}
