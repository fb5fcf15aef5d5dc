// Control side.
import CRealtime
public import Realtime

/// Where queues come from: the queues of a process, their timer and their counters.
///
/// The counterpart of `RtwqStartup` and what lies between it and `RtwqShutdown`.
public final class WorkPlatform: Sendable {
  /// The class the timer's thread belongs to: above the work it hands over in the medium category.
  public static let timerScheduling = ThreadScheduling.fifo(priority: 78)

  /// Hands over scheduled and periodic items.
  public let timer: WorkTimer
  /// The classes queues may name.
  public let classes: TaskClassTable
  /// Takes threads into these classes; their groups and those of the queues are the same.
  public let taskClasses: TaskClassService
  private let queues = PriorityLock<[WorkQueue]>([])
  let platformQueues = PriorityLock(PlatformQueues())
  /// Watches the threads of real-time classes, once `startGovernor` was called.
  public let governor: Governor
  /// Starts more workers for queues with long work.
  let grower = QueueGrower()
  /// The class of all platform queues, those made later included.
  let platformRegistration = PriorityLock(PlatformRegistration())
  /// The queues that programs share by the name of their class.
  let sharedQueues = PriorityLock(SharedQueues())
  /// Hands over items that wait on descriptors.
  public let waiter: WorkWaiter

  /// Whether the governor ends with the platform.
  private let ownsGovernor: Bool

  /// Starts the platform and its timer.
  ///
  /// `broker` is asked for the priorities the kernel refuses; `timerCapacity` scheduled and periodic
  /// items fit.
  public convenience init(
    classes: TaskClassTable = .builtIn, broker: (any SchedulingBroker)? = nil,
    timerCapacity: Int = 1024
  ) throws(WorkQueueError) {
    let governor = Governor(responsivenessPercent: classes.systemResponsivenessPercent)
    try self.init(
      taskClasses: TaskClassService(classes: classes, broker: broker, governor: governor),
      governor: governor, ownsGovernor: true, timerCapacity: timerCapacity)
  }

  /// Starts a platform whose queues share classes, groups and governor with the threads of a service.
  ///
  /// A governor the service came with is the caller's to start and stop.
  public convenience init(
    taskClasses: TaskClassService, timerCapacity: Int = 1024
  ) throws(WorkQueueError) {
    let percent = taskClasses.classes.systemResponsivenessPercent
    try self.init(
      taskClasses: taskClasses,
      governor: taskClasses.governor ?? Governor(responsivenessPercent: percent),
      ownsGovernor: taskClasses.governor == nil, timerCapacity: timerCapacity)
  }

  private init(
    taskClasses: TaskClassService, governor: Governor, ownsGovernor: Bool, timerCapacity: Int
  ) throws(WorkQueueError) {
    rt_prepare_ticks()
    classes = taskClasses.classes
    self.taskClasses = taskClasses
    self.governor = governor
    self.ownsGovernor = ownsGovernor
    waiter = WorkWaiter(scheduling: Self.timerScheduling, broker: taskClasses.broker)
    timer = try WorkTimer(
      capacity: timerCapacity, scheduling: Self.timerScheduling, broker: taskClasses.broker)
  }

  deinit { shutdown() }

  /// Makes a queue with threads of its own.
  ///
  /// `capacity` items fit. A worker that runs out of work looks for more for `spinNanoseconds`
  /// before it sleeps. `scheduling` is for threads that have to keep to somebody else's priority
  /// instead of their class's. Throws `noResources`, or `closed` after `shutdown`. The corresponding
  /// C function is `RtwqAllocateWorkQueue`.
  public func makeQueue(
    named name: String, kind: WorkQueue.Kind, taskClass: TaskClass? = nil,
    relativePriority: TaskClass.RelativePriority = .normal,
    scheduling: ThreadScheduling? = nil, capacity: Int = 1024, spinNanoseconds: Int64 = 0
  ) throws(WorkQueueError) -> WorkQueue {
    let queue = WorkQueue(
      name: name, kind: kind,
      registration: taskClasses.firstRegistration(taskClass, relativePriority, own: scheduling),
      timer: timer, target: nil, placeInTarget: 0, capacity: capacity,
      spinNanoseconds: spinNanoseconds, taskClasses: taskClasses, governor: governor,
      grower: grower, waiter: waiter)
    switch kind {
    case .standard, .serial: try queue.startWorkers(1)
    case .multithreaded(let workers): try queue.startWorkers(workers)
    case .preempting: try queue.startLaneWorkers()
    }
    try admit(queue)
    return queue
  }

  /// Makes a queue that performs its items one at a time on another queue's threads.
  ///
  /// The other queue may be serial too. Throws `tooMany` when 128 serial queues are over it
  /// already, `closed` when it is closed. The corresponding C function is
  /// `RtwqAllocateSerialWorkQueue`.
  public func makeSerialQueue(
    named name: String, over target: WorkQueue, capacity: Int = 1024
  ) throws(WorkQueueError) -> WorkQueue {
    let place = try target.takeSerialPlace()
    let queue = WorkQueue(
      name: name, kind: .serial, registration: QueueRegistration(own: nil), timer: timer,
      target: target, placeInTarget: place, capacity: capacity, spinNanoseconds: 0,
      taskClasses: taskClasses, waiter: waiter)
    try target.attach(queue)
    try admit(queue)
    return queue
  }

  /// Keeps a new queue, unless `shutdown` has begun, which might miss it.
  private func admit(_ queue: WorkQueue) throws(WorkQueueError) {
    queues.withLock { $0.append(queue) }
    guard timer.isStopped else { return }
    close(queue)
    throw WorkQueueError(.closed, "the platform was shut down")
  }

  /// Closes a queue and forgets it; what waits in it is performed first.
  public func close(_ queue: WorkQueue) {
    queue.close()
    queues.withLock { $0.removeAll { $0 === queue } }
  }

  /// Every queue's counters now, in order of creation.
  public func snapshots() -> [QueueSnapshot] {
    queues.withLock { $0 }.map { $0.snapshot() }
  }

  /// The names of its queues, by the addresses of their cores.
  var queueNames: [UInt: String] {
    let named = queues.withLock { $0 }.map { unsafe (UInt(bitPattern: $0.core), $0.name) }
    return Dictionary(named) { $1 }
  }

  /// What the threads of all queues asked for and got, the timer's and the waiter's first.
  public var grants: [SchedulingGrant] {
    [timer.grant, waiter.grant].compactMap(\.self) + queues.withLock { $0 }.flatMap(\.grants)
  }

  /// Stops its governor, the growing and the timer, cancels what waits on descriptors, and closes all
  /// queues, the newest first.
  ///
  /// May be called twice.
  public func shutdown() {
    if ownsGovernor { governor.stop() }
    grower.stop()
    timer.stop()
    waiter.stop()
    platformQueues.withLock { state in
      state.isClosed = true
      state.queues = [:]
    }
    let all = queues.withLock { queues in
      defer { queues = [] }
      return queues
    }
    for queue in all.reversed() { queue.close() }
  }
}
