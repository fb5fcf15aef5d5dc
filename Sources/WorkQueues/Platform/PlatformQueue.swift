// Control side.
import CRealtime
import Realtime

/// The queues every platform has; the raw values are Windows' identifiers.
public enum PlatformQueue: UInt32, Sendable, CaseIterable {
  /// One item at a time, over the threads of `multithreaded`.
  case standard = 1
  /// One item at a time, on a thread of its own, for short work in time.
  case realTime = 2
  /// Files and networks.
  case io = 3
  /// Periodic callbacks and scheduled items, one at a time.
  case timer = 4
  /// Everything else: as many items at a time as there are CPUs, two at least.
  case multithreaded = 5
  /// Work that takes long: gets more threads when its own are all at work.
  case longFunction = 7

  var name: String {
    switch self {
    case .standard: "standard"
    case .realTime: "real-time"
    case .io: "io"
    case .timer: "timer queue"
    case .multithreaded: "multithreaded"
    case .longFunction: "long functions"
    }
  }

  /// How a queue with threads of its own performs its items.
  var kind: WorkQueue.Kind {
    switch self {
    case .standard, .realTime, .timer: .standard
    case .io, .multithreaded, .longFunction:
      .multithreaded(workers: max(2, Int(rt_cpu_count())))
    }
  }
}

extension WorkPlatform {
  /// A queue every platform has, made when it is first asked for.
  ///
  /// Throws `noResources`, or `closed` after `shutdown`. Thread: control.
  public func queue(_ which: PlatformQueue) throws(WorkQueueError) -> WorkQueue {
    if let queue = platformQueues.withLock({ $0.queues[which] }) { return queue }
    // Before the lock is taken again: it is made the same way.
    let below = which == .standard ? try queue(.multithreaded) : nil
    return try platformQueues.withLock { state throws(WorkQueueError) in
      if let queue = state.queues[which] { return queue }
      if state.isClosed { throw WorkQueueError(.closed, "the platform was shut down") }
      let queue = try make(which, over: below)
      state.queues[which] = queue
      return queue
    }
  }

  private func make(
    _ which: PlatformQueue, over below: WorkQueue?
  ) throws(WorkQueueError) -> WorkQueue {
    if let below { return try makeSerialQueue(named: which.name, over: below, capacity: 16_384) }
    let queue = try makeQueue(named: which.name, kind: which.kind, capacity: 16_384)
    if which == .longFunction { queue.setLongRunning(true) }
    adopt(platformQueue: queue)
    return queue
  }

  /// The queues made so far.
  struct PlatformQueues {
    var queues: [PlatformQueue: WorkQueue] = [:]
    var isClosed = false
  }
}
