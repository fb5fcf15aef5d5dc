// Control side.
import Realtime
import Synchronization

extension WorkQueue {
  /// Sets a time, on CLOCK_MONOTONIC, by which what the queue was given has to be done.
  ///
  /// As `QueueHandle.setDeadline`. Throws `tooMany` when the queue, with the serial queues over it,
  /// has 64 deadlines already, or `closed`. Thread: any. The corresponding C functions are
  /// `RtwqSetDeadline` and `RtwqSetDeadline2`.
  public func setDeadline(
    dueNanoseconds: Int64, preDeadlineNanoseconds: Int64 = 0, risingWorkers: Int = .max
  ) throws(WorkQueueError) -> DeadlineKey {
    let key = handle.setDeadline(
      dueNanoseconds: dueNanoseconds, preDeadlineNanoseconds: preDeadlineNanoseconds,
      risingWorkers: risingWorkers)
    if let key { return key }
    if unsafe core.pointee.isClosed.load(ordering: .acquiring) {
      throw WorkQueueError(.closed, "queue \(name) is closed")
    }
    throw WorkQueueError(
      .tooMany, "queue \(name) has \(DeadlineTable.slotCount) deadlines already; cancel one")
  }

  /// Cancels a deadline; false when it has passed or was cancelled before.
  ///
  /// Thread: any. The corresponding C function is `RtwqCancelDeadline`.
  @discardableResult
  public func cancelDeadline(_ key: DeadlineKey) -> Bool { handle.cancelDeadline(key) }

  /// Has an item put, with high priority, each time a deadline of this queue is missed.
  ///
  /// Its context must be valid until the handler is replaced, or this queue closed, and the item is
  /// not waiting in `queue` any more; nil ends it. `takeMissedDeadlines` tells what was missed. An
  /// item that finds `queue` full is not put; the deadline is counted all the same. Thread: control,
  /// one at a time.
  public func onMissedDeadline(_ item: WorkItem?, on queue: WorkQueue) {
    var next: UnsafeMutablePointer<MissedDeadlines.Handler>?
    if let item {
      unsafe next = .allocate(capacity: 1)
      unsafe next?.initialize(to: MissedDeadlines.Handler(item: item, queue: queue.handle))
    }
    unsafe replaceMissedHandler(with: next)
    let isKept = item != nil && queue !== self
    state.withLock { $0.missedQueue = isKept ? queue : nil }
  }

  private func replaceMissedHandler(with next: UnsafeMutablePointer<MissedDeadlines.Handler>?) {
    let before = unsafe core.pointee.missed.handler.exchange(
      UInt(bitPattern: next), ordering: .sequentiallyConsistent)
    guard let old = unsafe UnsafeMutablePointer<MissedDeadlines.Handler>(bitPattern: before) else {
      return
    }
    unsafe core.pointee.deadlines.pointee.waitForSettlers()
    unsafe old.deallocate()
  }

  /// What was missed since it was last asked, the oldest first.
  ///
  /// Sixteen are kept; `QueueSnapshot.missedDeadlines` counts them all. Thread: control.
  public func takeMissedDeadlines() -> [MissedDeadline] {
    let workers = state.withLock { $0.workers }
    var missed: [MissedDeadline] = []
    while let record = unsafe core.pointee.missed.records.take() {
      missed.append(
        MissedDeadline(
          queue: name, dueNanoseconds: record.dueNanoseconds,
          lateNanoseconds: record.noticed.nanoseconds - record.dueNanoseconds,
          waiting: record.waiting,
          running: (0..<record.runningCount).map {
            Self.name(record.running[$0], workers, at: record.noticed)
          }))
    }
    return missed
  }

  private static func name(
    _ shown: ShownItem, _ workers: [Worker], at noticed: Moment
  ) -> MissedDeadline.RunningItem {
    let worker = workers.first {
      unsafe $0.core.pointee.threadID.load(ordering: .relaxed) == shown.threadID
    }
    let isKnown = shown.function != 0
    return MissedDeadline.RunningItem(
      worker: worker?.name ?? "", threadID: shown.threadID,
      item: isKnown ? WorkItemIdentity(function: shown.function, context: shown.context) : nil,
      startedNanoseconds: noticed.nanoseconds(at: shown.startedTicks),
      endedNanoseconds: shown.endedTicks > 0 ? noticed.nanoseconds(at: shown.endedTicks) : nil)
  }

  /// Drops what is left of deadlines once the queue is closed.
  func dropDeadlines() {
    unsafe core.pointee.deadlines.pointee.drop(core)
    unsafe replaceMissedHandler(with: nil)
    // Let go outside the lock: the queue may end with this.
    let queue = state.withLock { state in
      defer { state.missedQueue = nil }
      return state.missedQueue
    }
    _ = queue
  }

  /// Gives a worker its seat before it starts.
  func seat(_ worker: Worker) {
    var base = self
    while let below = base.target { base = below }
    let seat = unsafe base.state.withLock { _ in
      unsafe core.pointee.deadlines.pointee.takeSeat(rises: worker.core.pointee.kind == .worker)
    }
    unsafe worker.core.pointee.seat = unsafe seat
  }

  /// Takes its seat back once it has ended.
  func unseat(_ worker: Worker) {
    unsafe worker.core.pointee.seat?.pointee.isTaken.store(false, ordering: .releasing)
  }
}
