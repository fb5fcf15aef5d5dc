// Control side.
import CRTWorkQ
import WorkQueues

/// How results get onto queues.
enum Dispatch {
  /// Puts a result on a queue, with a reference for as long as it waits and runs.
  ///
  /// Takes no lock and allocates nothing.
  static func put(_ result: ResultPointer, on queue: DWORD, priority: LONG) -> HRESULT {
    guard result.callback != nil else { return Status.pointer }
    result.addReference()
    let status = hand(result, to: queue, priority: WorkPriority(sign: priority))
    if status != Status.ok { result.release() }
    return status
  }

  /// Puts a result on the queue its callback names.
  static func invoke(_ result: ResultPointer) -> HRESULT {
    guard let callback = result.callback else { return Status.pointer }
    result.addReference()
    let status = hand(result, callback.parameters)
    if status != Status.ok { result.release() }
    return status
  }

  /// Puts a result whose time has come, on the standard queue rather than not at all: nobody is
  /// there any more to be refused.
  ///
  /// Takes the caller's reference.
  static func handDue(_ result: ResultPointer, _ parameters: CallbackParameters) -> HRESULT {
    let status = hand(result, parameters)
    guard status == Status.invalidQueue else { return status }
    return hand(result, to: DWORD(MFASYNC_CALLBACK_QUEUE_STANDARD), priority: .normal)
  }

  /// Puts a result, as its callback says; the reference goes with it when that succeeds.
  private static func hand(
    _ result: ResultPointer, _ parameters: CallbackParameters
  ) -> HRESULT {
    let traits = parameters.traits
    guard !traits.isEmpty else { return hand(result, to: parameters.queue, priority: .normal) }
    return status { () throws(Failure) in
      let platform = try platformLife.platform()
      let queue = try queueTable.queue(parameters.queue)
      let item = item(result, isSerial: queue.kind == .serial)
      try translating { () throws(WorkQueueError) in
        try platform.put(item, to: queue, traits: traits)
      }
    }
  }

  private static func hand(
    _ result: ResultPointer, to queue: DWORD, priority: WorkPriority
  ) -> HRESULT {
    switch queueTable.put(queue, priority: priority, { item(result, isSerial: $0) }) {
    case .accepted: Status.ok
    case .full: Status.outOfMemory
    case .closed: Status.invalidQueue
    case nil: platformLife.isRunning ? Status.invalidQueue : Status.shutdown
    }
  }
}

extension CallbackParameters {
  /// What the core has to know; that a callback is not to leave its machine, it need not.
  var traits: WorkTraits {
    WorkTraits(rawValue: flags).intersection([.fast, .signal, .blocking, .reply])
  }
}

extension WorkPriority {
  /// Of a priority of Windows' only the sign counts.
  init(sign priority: LONG) {
    self = priority > 0 ? .high : priority < 0 ? .low : .normal
  }
}
