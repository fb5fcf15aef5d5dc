// Control side.
public import CRealtime
public import Realtime
import Synchronization

/// A queue of work items, performed in order of priority by its workers.
///
/// Made by a `WorkPlatform`. All its functions are control-side work except `handle`'s, which the
/// cycle uses.
@safe
public final class WorkQueue: @unchecked Sendable {
  /// How a queue performs its items.
  public enum Kind: Sendable, Equatable {
    /// One at a time, on a thread of its own.
    case standard
    /// As many at a time as it has threads.
    case multithreaded(workers: Int)
    /// One at a time, on the threads of another queue.
    case serial
    /// One at a time of each priority, on a thread of its own for each.
    ///
    /// The thread of the high items is one SCHED_FIFO level above that of the normal ones, and that
    /// one above the low items': so a high item does not wait for a low one that runs. Each thread
    /// performs its own priority only, or a low item would run at the level of high ones. The
    /// capacity is that of each priority.
    case preempting
  }

  /// The name shown on the meter.
  public let name: String
  /// How it performs its items.
  public let kind: Kind
  let core: UnsafeMutablePointer<QueueCore>
  /// Keeps the queue below alive.
  let target: WorkQueue?
  /// May hold items for this queue, which must not come any more once it is gone.
  private let timer: WorkTimer
  /// The groups of its classes, and the broker asked for the priorities the kernel refuses.
  let taskClasses: TaskClassService
  /// Watches its threads.
  let governor: Governor?
  /// May hold items for this queue, as the timer does.
  let waiter: WorkWaiter
  /// Starts more workers for long work.
  let grower: QueueGrower?
  let state: PriorityLock<State>

  struct State {
    var workers: [Worker] = []
    var isClosed = false
    /// Places that serial queues over this one have taken.
    var serialPlaces: Set<Int> = []
    /// The serial queues over this one, which keep it alive.
    var serials: [WeakQueue] = []
    /// What workers performed that are gone.
    var formerly = WorkTotals()
    /// Keeps the queue alive that hears of missed deadlines.
    var missedQueue: WorkQueue?
    /// How often it was said to have long work.
    var longRunning = 0
    /// The drivers' threads that are its workers.
    var relays: [WeakRelay] = []
    /// Of a queue with threads; a serial queue has that of the queue below.
    var registration: QueueRegistration
  }

  init(
    name: String, kind: Kind, registration: QueueRegistration, timer: WorkTimer,
    target: WorkQueue?, placeInTarget: Int, capacity: Int, spinNanoseconds: Int64,
    taskClasses: TaskClassService, governor: Governor? = nil, grower: QueueGrower? = nil,
    waiter: WorkWaiter
  ) {
    self.name = name
    self.kind = kind
    state = PriorityLock(State(registration: registration))
    self.timer = timer
    self.target = target
    self.taskClasses = taskClasses
    self.governor = governor
    self.waiter = waiter
    self.grower = grower
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(
      to: QueueCore(
        capacity: capacity, spinNanoseconds: spinNanoseconds, countsSpinners: kind != .standard,
        target: target?.core, placeInTarget: placeInTarget, timer: timer.core,
        lanes: kind == .preempting ? .allocate(capacity: 3) : nil))
    unsafe core.makeLanes()
    noteScheduling()
    if target != nil { unsafe core.pointee.turnSlot = TurnSlot.take(for: core) }
  }

  deinit {
    close()
    unsafe timer.forget(core)
    unsafe target?.giveSerialPlaceBack(core.pointee.placeInTarget)
    unsafe core.pointee.turnSlot?.pointee.giveBack()
    unsafe core.destroyLanes()
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// The queue as the cycle sees it; valid as long as this queue.
  public var handle: QueueHandle { unsafe QueueHandle(core) }

  /// Puts an item into the queue.
  ///
  /// Throws `full` or `closed`; the item was not taken then. Thread: any. The corresponding C
  /// function is `RtwqPutWorkItem`.
  public func put(
    _ item: WorkItem, priority: WorkPriority = .normal
  ) throws(WorkQueueError) {
    switch unsafe core.pointee.put(item, priority: priority) {
    case .accepted: return
    case .full: throw WorkQueueError(.full, "queue \(name) is full: \(capacity) items wait in it")
    case .closed: throw WorkQueueError(.closed, "queue \(name) is closed")
    }
  }

  /// Items that fit.
  public var capacity: Int { unsafe core.pointee.capacity }

  /// Lets a foreign thread work in this queue, one callback at a time.
  ///
  /// Of a preempting queue, it performs the high items only.
  public func makeGuest(named name: String) -> GuestWorker {
    let worker = unsafe Worker(
      name: name,
      core: WorkerCore(kind: .guest, queue: QueueCore.lane(core, .high), device: nil))
    admit(worker)
    return GuestWorker(worker: worker, queue: self)
  }

  /// Adds a worker that waits on a device and performs `period` each time a period is due.
  ///
  /// `wait` blocks until then and says when it was due; it must return now and then, or be made
  /// to, once `WaitingWorker.stop` was called. Its context and the period's must live until then.
  public func startWaitingWorker(
    named name: String, wait: @escaping rt_wait, context: UnsafeMutableRawPointer?,
    period: WorkItem
  ) throws(WorkQueueError) -> WaitingWorker {
    let worker = unsafe Worker(
      name: name,
      core: WorkerCore(
        kind: .waiting, queue: QueueCore.lane(core, .high),
        device: DeviceWait(wait: wait, context: context, period: period)))
    try start(worker)
    return WaitingWorker(worker: worker, queue: self)
  }

  func startWorkers(_ count: Int) throws(WorkQueueError) {
    for index in 0..<count {
      let worker = unsafe Worker(
        name: count == 1 ? name : "\(name) \(index + 1)",
        core: WorkerCore(kind: .worker, queue: core, device: nil))
      try start(worker)
    }
  }

  func start(_ worker: Worker) throws(WorkQueueError) {
    seat(worker)
    let registration = registration
    do {
      try worker.start(
        scheduling: scheduling(of: worker, in: registration),
        affinityMask: registration.affinityMask, broker: taskClasses.broker,
        governing: { threadID, grant in
          unsafe worker.core.pointee.runner?.pointee.note(grant)
          return governor?.watch(worker, of: self, threadID: threadID, grant: grant)
        })
    } catch {
      unseat(worker)
      throw WorkQueueError(.noResources, error.description)
    }
    let (isClosed, isCurrent) = state.withLock { state in
      if !state.isClosed { state.workers.append(worker) }
      return (state.isClosed, state.registration.number == registration.number)
    }
    if !isCurrent { reschedule(worker) }
    guard isClosed else { return }
    worker.requestStop()
    // It may have gone to sleep after the closing thread woke the others.
    unsafe worker.core.pointee.queue.pointee.parker.wake(.max)
    join(worker)
    remove(worker)
    throw WorkQueueError(.closed, "queue \(name) is closed")
  }

  func remove(_ worker: Worker) {
    unseat(worker)
    state.withLock { state in
      state.workers.removeAll { $0 === worker }
      unsafe state.formerly.add(worker.core.pointee.own)
    }
  }

  /// What each of its threads asked for and got; guests are left out, and understudies, which ask
  /// for one level more than is needed to play.
  public var grants: [SchedulingGrant] {
    state.withLock { $0.workers }
      .filter { unsafe $0.core.pointee.runner?.pointee.isWatching != true }
      .compactMap(\.grant)
  }

  /// The counters now.
  public func snapshot() -> QueueSnapshot {
    var (workers, totals) = state.withLock { ($0.workers, $0.formerly) }
    for worker in workers { unsafe totals.add(worker.core.pointee.own) }
    unsafe cores.forEach { unsafe totals.add($0.pointee.counters) }
    let depth = unsafe core.pointee.waitingCount()
    let depths = depths
    return unsafe QueueSnapshot(
      name: name,
      kind: kindName,
      taskClass: taskClass?.name ?? "",
      workers: workers.map { $0.snapshot(queueName: name) },
      depth: depth,
      highestDepth: max(depth, sum { $0.highestDepth.load(ordering: .relaxed) }),
      depths: depths,
      highestDepths: highestDepths(atLeast: depths),
      capacity: core.pointee.capacity,
      performed: totals.performed,
      refused: sum { $0.refused.load(ordering: .relaxed) },
      wakes: wakeCalls,
      savedWakes: savedWakes,
      busyNanoseconds: totals.busyNanoseconds,
      wait: totals.wait.summary(),
      run: totals.run.summary(),
      missedDeadlines: core.pointee.missed.count.load(ordering: .relaxed),
      rises: target == nil ? core.pointee.deadlines.pointee.rises.load(ordering: .relaxed) : 0,
      risesInVain: target == nil
        ? core.pointee.deadlines.pointee.risesInVain.load(ordering: .relaxed) : 0,
      longRunning: state.withLock { $0.longRunning },
      grownWorkers: core.pointee.growth.grown.load(ordering: .relaxed),
      growths: core.pointee.growth.growths.load(ordering: .relaxed))
  }

  private var kindName: String {
    switch kind {
    case .standard: "standard"
    case .multithreaded: "multithreaded"
    case .serial: "serial"
    case .preempting: "preempting"
    }
  }
}
