// Control side.
import CRealtime
public import Realtime
import Synchronization

/// The one waiter of a platform: hands items to their queues when a descriptor is ready.
///
/// Its thread starts with the first item that waits.
@safe
public final class WorkWaiter: @unchecked Sendable {
  /// Waiting items that fit.
  public static let capacity = 1024
  /// Twice as many: each item may have a registration of its own besides the joined descriptors.
  private static let sourceCapacity = 2048

  private let scheduling: ThreadScheduling
  private let broker: (any SchedulingBroker)?
  private let patienceNanoseconds: Int64
  private let state = PriorityLock(State())
  /// The thread's core, for all but the start and the end.
  private let published = unsafe Atomic<UnsafeMutablePointer<WaiterCore>?>(nil)
  let joins = PriorityLock<[JoinedDescriptor.Registration]>([])
  private let evicting = PriorityLock(())

  private struct State {
    var thread: WaiterThread?
    var isStopped = false
  }

  /// `patienceNanoseconds` is how long the end waits for room in a full queue.
  init(
    scheduling: ThreadScheduling, broker: (any SchedulingBroker)?,
    patienceNanoseconds: Int64 = 5_000_000_000
  ) {
    self.scheduling = scheduling
    self.broker = broker
    self.patienceNanoseconds = patienceNanoseconds
  }

  deinit { stop() }

  /// What the thread works on; nil before it was started.
  var core: UnsafeMutablePointer<WaiterCore>? { unsafe published.load(ordering: .acquiring) }

  /// What the thread works on, which the first call starts.
  func start() throws(WorkQueueError) -> UnsafeMutablePointer<WaiterCore> {
    if let core = unsafe core { return unsafe core }
    let result = state.withLock { state -> Result<WaiterThread, WorkQueueError> in
      if state.isStopped { return .failure(Self.stopped) }
      if let thread = state.thread { return .success(thread) }
      do throws(WorkQueueError) {
        let thread = try WaiterThread(
          slotCount: Self.capacity, sourceCount: Self.sourceCapacity,
          patienceNanoseconds: patienceNanoseconds, scheduling: scheduling, broker: broker)
        state.thread = thread
        unsafe published.store(thread.core, ordering: .releasing)
        return .success(thread)
      } catch {
        return .failure(error)
      }
    }
    return unsafe try result.get().core
  }

  /// Cancels all that waits and ends the thread.
  ///
  /// The cancellations are in their queues afterwards. May be called twice.
  func stop() {
    state.withLock { state in
      let thread = state.isStopped ? nil : state.thread
      state.isStopped = true
      thread?.stop()
    }
  }

  /// Cancels every item for a queue that is about to go, and waits until none is on its way there.
  ///
  /// Nothing to do for a queue that nobody put waiting items for. What finds the queue full for
  /// longer than the waiter's patience is dropped.
  func evict(_ queue: UnsafeMutablePointer<QueueCore>) {
    guard let core = unsafe core,
      unsafe core.pointee.waiting.load(ordering: .acquiring) > 0
    else { return }
    evicting.withLock { _ in
      let latest = Clock.now() + patienceNanoseconds
      while unsafe !evict(UInt(bitPattern: queue), from: core) {
        guard Clock.now() < latest else {
          _ = unsafe evict(UInt(bitPattern: queue) | 1, from: core)
          return
        }
        _ = rt_sleep_until(Clock.now() + 1_000_000)
      }
    }
  }

  /// Asks once; true when nothing is left, or the thread has ended.
  private func evict(_ request: UInt, from core: UnsafeMutablePointer<WaiterCore>) -> Bool {
    guard unsafe core.pointee.enter() else { return unsafe waitForEnd(of: core) }
    unsafe core.pointee.leaving.store(request, ordering: .releasing)
    unsafe core.pointee.ring()
    unsafe core.pointee.leave()
    while unsafe core.pointee.leaving.load(ordering: .acquiring) != 0 {
      if unsafe core.pointee.hasEnded.load(ordering: .acquiring) { return true }
      _ = rt_sleep_until(Clock.now() + 50_000)
    }
    return unsafe core.pointee.remaining.load(ordering: .relaxed) == 0
  }

  private func waitForEnd(of core: UnsafeMutablePointer<WaiterCore>) -> Bool {
    while unsafe !core.pointee.hasEnded.load(ordering: .acquiring) {
      _ = rt_sleep_until(Clock.now() + 50_000)
    }
    return true
  }

  /// What its thread asked for and got; nil before the first waiting item.
  public var grant: SchedulingGrant? { thread?.grant }

  private var thread: RealtimeThread? { state.withLock { $0.thread?.thread } }

  /// The thread and the counters now.
  public func snapshot() -> WaiterSnapshot {
    let thread = thread
    let threadID = thread?.threadID ?? 0
    let core = unsafe core
    return unsafe WaiterSnapshot(
      threadID: threadID,
      scheduling: threadID == 0 ? nil : ThreadScheduling.current(threadID: threadID),
      isStackLocked: thread?.isStackLocked ?? false,
      waiting: core?.pointee.waiting.load(ordering: .acquiring) ?? 0,
      fired: core?.pointee.fired.load(ordering: .relaxed) ?? 0,
      cancelled: core?.pointee.cancelled.load(ordering: .relaxed) ?? 0,
      postponed: core?.pointee.postponed.load(ordering: .relaxed) ?? 0,
      dropped: core?.pointee.dropped.load(ordering: .relaxed) ?? 0)
  }

  static let stopped = WorkQueueError(.closed, "the waiter was stopped")
}
