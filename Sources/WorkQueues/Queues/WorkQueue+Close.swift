// Control side.
import CRealtime
import Realtime
import Synchronization

extension WorkQueue {
  /// Refuses new items, performs those that wait, and ends the threads.
  ///
  /// The serial queues over it are closed first, the newest first. What waits on a descriptor is
  /// cancelled. Where no thread of a queue's own is there to perform what waits, the calling thread
  /// does. Never called from one of the queue's own workers, nor while nobody will give up a turn
  /// that was kept. May be called twice.
  public func close() {
    let serials = state.withLock { state in
      state.isClosed = true
      return state.serials.compactMap(\.queue)
    }
    for serial in serials.reversed() { serial.close() }
    unsafe waiter.evict(core)
    unsafe core.pointee.isClosed.store(true, ordering: .sequentiallyConsistent)
    unsafe cores.forEach {
      unsafe $0.pointee.isClosed.store(true, ordering: .sequentiallyConsistent)
    }
    dropDeadlines()
    takeHintsBack()
    if target == nil { endThreads() }
    performRest()
    leaveTaskGroup()
  }

  private func endThreads() {
    let workers = state.withLock { $0.workers }
    for worker in workers { worker.requestStop() }
    for relay in state.withLock({ $0.relays }) { relay.relay?.lookAround() }
    unsafe cores.forEach { unsafe $0.pointee.parker.wake(.max) }
    for worker in workers { join(worker) }
  }

  /// Waits until nothing of this queue waits or runs, and helps where nobody else would.
  private func performRest() {
    var base = self
    while let below = base.target { base = below }
    let isAlone = base === self || !base.hasThreads
    let worker = isAlone ? makeRestWorker(of: base) : nil
    while !isAtRest {
      if let worker, unsafe WorkerHandle(worker.core).performRest() { continue }
      _ = rt_sleep_until(Clock.now() + 200_000)
    }
    if let worker { base.remove(worker) }
  }

  private func makeRestWorker(of base: WorkQueue) -> Worker {
    unsafe Worker(
      name: "closing", core: WorkerCore(kind: .guest, queue: base.core, device: nil))
  }

  private var hasThreads: Bool {
    state.withLock { $0.workers }.contains { worker in
      unsafe worker.core.pointee.kind == .worker
        && !worker.core.pointee.isLost.load(ordering: .relaxed)
        && !worker.core.pointee.hasEnded.load(ordering: .acquiring)
    }
  }

  /// Whether everything was performed, and all turns that were kept were given up.
  private var isAtRest: Bool {
    guard let slot = unsafe core.pointee.turnSlot else { return isQuiet }
    // An item that was performed may have kept its turn, and who replied may have announced more.
    return unsafe isQuiet && !slot.pointee.isBusy() && isQuiet
  }

  /// Whether nothing waits and, of a serial queue, no worker is on its way to it.
  private var isQuiet: Bool {
    guard let target else { return unsafe core.pointee.isDrained() }
    let place = unsafe core.pointee.placeInTarget
    return unsafe core.pointee.waitingCount() == 0
      && !target.core.pointee.isReady(place)
      && target.sum { $0.visitors.load(ordering: .sequentiallyConsistent) } == 0
      // Once more: the last visitor may have announced what it left.
      && !target.core.pointee.isReady(place)
  }
}

extension WorkerHandle {
  /// Performs an item as this worker, on a thread that otherwise is another or none.
  fileprivate func performRest() -> Bool {
    let before = unsafe rt_set_current_worker(core)
    defer { _ = unsafe rt_set_current_worker(before) }
    return performNext()
  }
}
