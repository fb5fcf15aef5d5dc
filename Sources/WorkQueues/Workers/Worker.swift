// Control side.
import CRealtime
import Realtime
import Synchronization

/// A worker and, unless it is a guest, its thread.
@safe
final class Worker: @unchecked Sendable {
  let name: String
  let core: UnsafeMutablePointer<WorkerCore>
  private let thread = PriorityLock<RealtimeThread?>(nil)
  /// Its registration with the governor, until the worker goes.
  private let governed = PriorityLock<GovernedThread?>(nil)
  /// What it got since it started; nil while it has what it started with.
  private let laterGrant = PriorityLock<SchedulingGrant?>(nil)
  private let isPinned = PriorityLock(false)
  /// What its thread asks for in place of its queue's; nil for the queue's.
  let own: ThreadScheduling?

  init(name: String, core: consuming WorkerCore, own: ThreadScheduling? = nil) {
    self.name = name
    self.own = own
    unsafe self.core = .allocate(capacity: 1)
    unsafe self.core.initialize(to: core)
  }

  deinit {
    unsafe core.pointee.runner?.pointee.period.deallocate()
    unsafe core.pointee.runner?.deallocate()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Starts the thread that works as this worker.
  func start(
    scheduling: ThreadScheduling, affinityMask: UInt64, broker: (any SchedulingBroker)?,
    governing: (Int32, SchedulingGrant) -> GovernedThread? = { _, _ in nil }
  ) throws(ThreadError) {
    isPinned.withLock { $0 = affinityMask != 0 }
    let body: rt_work = { core in
      guard let core = unsafe core?.worker else { return }
      if let runner = unsafe core.pointee.runner {
        unsafe RunnerCore.live(runner)
      } else if unsafe core.pointee.kind == .waiting {
        unsafe WorkerCore.waitAndWork(core)
      } else {
        unsafe WorkerCore.work(core)
      }
      unsafe core.pointee.endChanges()
      unsafe core.pointee.leaveGovernor()
    }
    let started = try unsafe RealtimeThread(
      name: name, scheduling: scheduling, affinityMask: affinityMask, broker: broker, body: body,
      context: core,
      willStart: { threadID, grant in keep(governing(threadID, grant)) })
    thread.withLock { $0 = started }
  }

  private func keep(_ registration: GovernedThread?) {
    guard let registration else { return }
    unsafe core.pointee.governed.store(
      UInt(bitPattern: Unmanaged.passUnretained(registration).toOpaque()), ordering: .releasing)
    governed.withLock { $0 = registration }
  }

  var grant: SchedulingGrant? { laterGrant.withLock { $0 } ?? thread.withLock { $0?.grant } }

  /// Gives its running thread another scheduling; nothing happens when that has ended.
  ///
  /// `wanted` is asked when nobody else changes the thread any more, so that the last change stays.
  func reschedule(
    broker: (any SchedulingBroker)?, to wanted: () -> (ThreadScheduling, affinityMask: UInt64),
    governing: (Int32, SchedulingGrant) -> GovernedThread?
  ) {
    guard let threadID = thread.withLock({ $0?.threadID }),
      unsafe core.pointee.beginChange()
    else { return }
    let (scheduling, affinityMask) = wanted()
    unsafe core.pointee.leaveGovernor()
    let grant = SchedulingGrant.request(scheduling, threadID: threadID, broker: broker)
    if scheduling == .normal(nice: 0) { _ = rt_reset_nice(threadID) }
    pin(threadID, to: affinityMask)
    keep(governing(threadID, grant))
    laterGrant.withLock { $0 = grant }
    unsafe core.pointee.endChange()
  }

  private func pin(_ threadID: Int32, to affinityMask: UInt64) {
    let wasPinned = isPinned.withLock { isPinned in
      defer { isPinned = affinityMask != 0 }
      return isPinned
    }
    if affinityMask != 0 {
      _ = rt_set_affinity(threadID, affinityMask)
    } else if wasPinned {
      _ = rt_reset_affinity(threadID)
    }
  }

  func requestStop() { unsafe core.pointee.isStopping.store(true, ordering: .releasing) }

  /// Waits for the thread's end; false when it is lost in an item, and left behind.
  func join() -> Bool {
    guard let thread = thread.withLock({ $0 }) else { return true }
    guard waitForEnd() else {
      thread.abandon()
      return false
    }
    thread.join()
    return true
  }

  func snapshot(queueName: String) -> WorkerSnapshot {
    var run = DurationCounts()
    unsafe run.add(core.pointee.own.run)
    unsafe run.add(core.pointee.serialRun)
    let threadID = unsafe core.pointee.threadID.load(ordering: .relaxed)
    return WorkerSnapshot(
      name: name,
      queue: queueName,
      kind: unsafe core.pointee.kind.rawValue,
      threadID: threadID,
      scheduling: threadID == 0 ? nil : ThreadScheduling.current(threadID: threadID),
      grantSource: grant?.source,
      isStackLocked: thread.withLock { $0?.isStackLocked } ?? false,
      performed: unsafe core.pointee.performed.load(ordering: .relaxed),
      busyNanoseconds: unsafe core.pointee.busyNanoseconds.load(ordering: .relaxed),
      run: run.summary(),
      item: unsafe core.pointee.seat?.pointee.runningItem,
      isLost: unsafe core.pointee.isLost.load(ordering: .relaxed))
  }
}

extension UnsafeMutableRawPointer {
  fileprivate var worker: UnsafeMutablePointer<WorkerCore> {
    unsafe assumingMemoryBound(to: WorkerCore.self)
  }
}
