// Control side.
import CRealtime
import Realtime
import Synchronization

/// A worker and, unless it is a guest, its thread.
@safe
final class Worker: @unchecked Sendable {
  let name: String
  let core: UnsafeMutablePointer<WorkerCore>
  private let thread = Mutex<RealtimeThread?>(nil)

  init(name: String, core: consuming WorkerCore) {
    self.name = name
    unsafe self.core = .allocate(capacity: 1)
    unsafe self.core.initialize(to: core)
  }

  deinit {
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// Starts the thread that works as this worker.
  func start(
    scheduling: ThreadScheduling, affinityMask: UInt64, broker: (any SchedulingBroker)?
  ) throws(ThreadError) {
    let body: rt_work =
      switch unsafe core.pointee.kind {
      case .waiting: { if let core = unsafe $0 { unsafe WorkerCore.waitAndWork(core.worker) } }
      default: { if let core = unsafe $0 { unsafe WorkerCore.work(core.worker) } }
      }
    let started = try unsafe RealtimeThread(
      name: name, scheduling: scheduling, affinityMask: affinityMask, broker: broker, body: body,
      context: core)
    thread.withLock { $0 = started }
  }

  var grant: SchedulingGrant? { thread.withLock { $0?.grant } }

  func requestStop() { unsafe core.pointee.isStopping.store(true, ordering: .releasing) }

  func join() { thread.withLock { $0 }?.join() }

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
      run: run.summary())
  }
}

extension UnsafeMutableRawPointer {
  fileprivate var worker: UnsafeMutablePointer<WorkerCore> {
    unsafe assumingMemoryBound(to: WorkerCore.self)
  }
}
