// Control side.
import Realtime
import Synchronization

extension WorkQueue {
  /// Says that the queue is given long work, or takes that back; counted.
  ///
  /// While it is said, a multithreaded queue starts another worker, up to 64, when an item waits
  /// and all workers have been in theirs for a millisecond. Such a worker leaves when it had
  /// nothing to do for five seconds, and at once when the hint was taken back. A serial queue says
  /// it to the queue that has its workers, until it is closed. A standard or preempting queue goes
  /// on to perform one at a time: there it is a mark. More is taken back than was said without
  /// effect. Thread: control. The corresponding C function is `RtwqSetLongRunning`.
  public func setLongRunning(_ isLongRunning: Bool) {
    let isChanged = state.withLock { state in
      guard isLongRunning ? !state.isClosed : state.longRunning > 0 else { return false }
      state.longRunning += isLongRunning ? 1 : -1
      return true
    }
    if isChanged { base.changeHints(by: isLongRunning ? 1 : -1) }
  }

  /// Takes back what a closed queue had said.
  func takeHintsBack() {
    let count = state.withLock { state in
      defer { state.longRunning = 0 }
      return state.longRunning
    }
    if count > 0 { base.changeHints(by: -count) }
  }

  private func changeHints(by step: Int) {
    guard case .multithreaded = kind, grower != nil else { return }
    let growth = unsafe withUnsafePointer(to: core.pointee.growth) { unsafe $0 }
    let hints = unsafe growth.pointee.hints
      .wrappingAdd(step, ordering: .sequentiallyConsistent).newValue
    if step < 0 {
      // Those that sleep are to leave.
      if hints == 0 { unsafe core.pointee.nudgeWorkers() }
      return
    }
    expectGrowth()
    // What waits already is looked at.
    unsafe growth.pointee.tell()
  }

  /// Has the growing thread look at this queue when it is told to.
  func expectGrowth() {
    guard let grower else { return }
    let address = unsafe UInt(bitPattern: grower.signal)
    if unsafe core.pointee.growth.signal.exchange(address, ordering: .acquiringAndReleasing) == 0 {
      grower.watch(self)
    }
  }

  /// Lets workers go that have left, and starts one when the queue starves.
  ///
  /// Returns when to look again. Thread: the growing one.
  func lookForGrowth(at now: Int64) -> Int64 {
    unsafe core.pointee.growth.isAsking.store(false, ordering: .sequentiallyConsistent)
    removeLeft()
    replaceLostRunners()
    let isGrowable = unsafe core.pointee.deadlines.pointee.workerCount < QueueGrowth.workerLimit
    guard isGrowable, unsafe core.pointee.isStarving() else { return .max }
    let since = unsafe core.pointee.deadlines.pointee.allBusySince()
    guard let since, now - since >= QueueGrowth.patienceNanoseconds else {
      return (since ?? now) + QueueGrowth.patienceNanoseconds
    }
    // The machine may have threads again in a second.
    return now + (grow() ? QueueGrowth.patienceNanoseconds : 1_000_000_000)
  }

  private func removeLeft() {
    let left = state.withLock { $0.workers }.filter { worker in
      unsafe worker.core.pointee.isGrown && worker.core.pointee.hasEnded.load(ordering: .acquiring)
    }
    for worker in left {
      join(worker)
      remove(worker)
      unsafe core.pointee.growth.grown.wrappingSubtract(1, ordering: .acquiringAndReleasing)
    }
  }

  private func grow() -> Bool {
    let number = unsafe core.pointee.growth.growths.load(ordering: .relaxed) + 1
    let worker = unsafe Worker(
      name: "\(name) +\(number)", core: WorkerCore(kind: .worker, queue: core, device: nil))
    unsafe worker.core.pointee.isGrown = true
    do { try start(worker) } catch { return false }
    unsafe core.pointee.growth.growths.wrappingAdd(1, ordering: .relaxed)
    unsafe core.pointee.growth.grown.wrappingAdd(1, ordering: .acquiringAndReleasing)
    return true
  }
}

extension QueueCore {
  /// Whether an item waits that no worker is about to take.
  fileprivate borrowing func isStarving() -> Bool {
    growth.hints.load(ordering: .acquiring) > 0 && !isDrained()
      && spinners.load(ordering: .sequentiallyConsistent) == 0 && !parker.hasSleepers
  }
}

extension DeadlineTable {
  /// Workers there are, guests and those that wait on devices left out.
  fileprivate var workerCount: Int {
    var count = 0
    var next = unsafe firstSeat
    while let seat = unsafe next {
      if unsafe seat.pointee.rises && seat.pointee.isTaken.load(ordering: .acquiring) { count += 1 }
      unsafe next = seat.pointee.nextSeat
    }
    return count
  }

  /// Since when all workers are in their present items, 0 without any; nil when one is not.
  fileprivate borrowing func allBusySince() -> Int64? {
    let moment = Moment()
    var latest: Int64 = 0
    var next = unsafe firstSeat
    while let seat = unsafe next {
      if unsafe seat.pointee.rises && seat.pointee.isTaken.load(ordering: .acquiring) {
        guard let start = unsafe seat.pointee.runningSince else { return nil }
        latest = max(latest, moment.nanoseconds(at: start))
      }
      unsafe next = seat.pointee.nextSeat
    }
    return latest
  }
}

extension WorkerSeat {
  /// The tick at which the item began that runs here; nil when none does.
  fileprivate var runningSince: UInt64? {
    let shown = outer.read()
    return shown.function != 0 && shown.endedTicks == 0 ? shown.startedTicks : nil
  }
}
