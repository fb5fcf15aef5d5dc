// Control side.
import CRealtime
public import Realtime
import Synchronization

/// The one timer of a platform: hands scheduled and periodic items to their queues in time.
///
/// Scheduling and cancelling take no lock and never allocate; they may be done from any thread,
/// the cycle included, through `handle`.
@safe
public final class WorkTimer: @unchecked Sendable {
  /// Scheduled and periodic items that fit.
  public let capacity: Int
  let core: UnsafeMutablePointer<TimerCore>
  private let heap: UnsafeMutablePointer<TimerHeap>
  private let run: UnsafeMutablePointer<TimerRun>
  private let thread: RealtimeThread
  private let forgetting = PriorityLock(())

  init(
    capacity: Int, scheduling: ThreadScheduling, broker: (any SchedulingBroker)?
  ) throws(WorkQueueError) {
    self.capacity = capacity
    let core = UnsafeMutablePointer<TimerCore>.allocate(capacity: 1)
    unsafe core.initialize(to: TimerCore(slotCount: capacity))
    let heap = UnsafeMutablePointer<TimerHeap>.allocate(capacity: 1)
    unsafe heap.initialize(
      to: TimerHeap(slots: core.pointee.slots, places: .allocate(capacity: capacity)))
    let run = UnsafeMutablePointer<TimerRun>.allocate(capacity: 1)
    unsafe run.initialize(to: TimerRun(core: core, heap: heap))
    unsafe self.core = unsafe core
    unsafe self.heap = unsafe heap
    unsafe self.run = unsafe run
    do {
      thread = try unsafe RealtimeThread(
        name: "timer", scheduling: scheduling, broker: broker,
        body: { unsafe TimerRun.work($0) }, context: run)
    } catch {
      unsafe Self.destroy(core, heap, run)
      throw WorkQueueError(.noResources, error.description)
    }
  }

  deinit {
    stop()
    unsafe Self.destroy(core, heap, run)
  }

  private static func destroy(
    _ core: UnsafeMutablePointer<TimerCore>, _ heap: UnsafeMutablePointer<TimerHeap>,
    _ run: UnsafeMutablePointer<TimerRun>
  ) {
    unsafe run.deallocate()
    unsafe heap.deinitialize(count: 1)
    unsafe heap.deallocate()
    unsafe core.pointee.releaseStorage()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  /// The timer as the cycle sees it; valid as long as this timer.
  public var handle: TimerHandle { unsafe TimerHandle(core) }

  /// What its thread asked for and got.
  public var grant: SchedulingGrant { thread.grant }

  /// The kernel's id of its thread.
  public var threadID: Int32 { thread.threadID }

  /// Performs an item once, `delayNanoseconds` from now; 0 or less is now.
  ///
  /// Throws `full`, or `closed` once the timer was stopped. Thread: any. The corresponding C
  /// function is `RtwqScheduleWorkItem`.
  @discardableResult
  public func schedule(
    _ item: WorkItem, on queue: WorkQueue, priority: WorkPriority = .normal,
    delayNanoseconds: Int64
  ) throws(WorkQueueError) -> ScheduledItemKey {
    let delay = min(max(0, delayNanoseconds), TimerCore.longestNanoseconds)
    return try add(item, on: queue, priority: priority, delay: delay, interval: 0)
  }

  /// Performs an item every `intervalNanoseconds`, first after one interval, until cancelled.
  ///
  /// An interval of less than 0.1 ms is one of 0.1 ms. Throws `full`, or `closed` once the timer was
  /// stopped. Thread: any. The corresponding C function is `RtwqAddPeriodicCallback`.
  public func addPeriodic(
    _ item: WorkItem, on queue: WorkQueue, priority: WorkPriority = .normal,
    intervalNanoseconds: Int64
  ) throws(WorkQueueError) -> ScheduledItemKey {
    // A shorter one would leave the timer's thread, which is above nearly all, no time to sleep.
    let interval = min(max(100_000, intervalNanoseconds), TimerCore.longestNanoseconds)
    return try add(item, on: queue, priority: priority, delay: interval, interval: interval)
  }

  func add(
    _ item: WorkItem, on queue: WorkQueue?, priority: WorkPriority, delay: Int64, interval: Int64
  ) throws(WorkQueueError) -> ScheduledItemKey {
    if isStopped { throw WorkQueueError(.closed, "the timer was stopped") }
    let key = unsafe core.pointee.schedule(
      item, on: queue?.handle, priority: priority, dueNanoseconds: Clock.now() + delay,
      intervalNanoseconds: interval)
    guard let key else {
      throw WorkQueueError(.full, "the timer is full: \(capacity) scheduled items wait in it")
    }
    return key
  }

  /// Cancels an item; false when it was performed, is about to be, or was cancelled before.
  ///
  /// After true the item will not be put into its queue any more; a periodic one may still be
  /// there from its last time. Waits should it just be handed over. Thread: control. The
  /// corresponding C function is `RtwqCancelWorkItem`.
  @discardableResult
  public func cancel(_ key: ScheduledItemKey) -> Bool {
    let isCancelled = handle.cancel(key)
    while unsafe core.pointee.isEnding(key), !hasEnded { pause() }
    return isCancelled
  }

  /// Drops every item for a queue that is about to go, and waits until none is on its way there.
  func forget(_ queue: UnsafeMutablePointer<QueueCore>) {
    forgetting.withLock { _ in
      unsafe core.pointee.forgotten.store(UInt(bitPattern: queue), ordering: .releasing)
      unsafe core.pointee.wake()
      while unsafe core.pointee.forgotten.load(ordering: .acquiring) != 0, !hasEnded { pause() }
    }
  }

  /// Whether `stop` was called.
  var isStopped: Bool { unsafe core.pointee.isStopping.load(ordering: .acquiring) }

  private var hasEnded: Bool { unsafe core.pointee.hasEnded.load(ordering: .acquiring) }

  private func pause() { _ = rt_sleep_until(Clock.now() + 50_000) }

  /// Ends the thread; nothing is handed over any more.
  ///
  /// May be called twice.
  func stop() {
    unsafe core.pointee.isStopping.store(true, ordering: .releasing)
    unsafe core.pointee.wake()
    thread.join()
  }

  /// The thread and the counters now.
  public func snapshot() -> TimerSnapshot {
    unsafe TimerSnapshot(
      threadID: thread.threadID,
      scheduling: ThreadScheduling.current(threadID: thread.threadID),
      isStackLocked: thread.isStackLocked,
      waiting: core.pointee.waiting.load(ordering: .relaxed),
      fired: core.pointee.fired.load(ordering: .relaxed),
      postponed: core.pointee.postponed.load(ordering: .relaxed),
      lateness: core.pointee.lateness.summary())
  }
}

/// What the timer's thread is started with.
@safe
private struct TimerRun {
  let core: UnsafeMutablePointer<TimerCore>
  let heap: UnsafeMutablePointer<TimerHeap>

  @_noLocks
  static func work(_ opaque: UnsafeMutableRawPointer?) {
    guard let run = unsafe opaque?.assumingMemoryBound(to: TimerRun.self) else { return }
    unsafe run.pointee.core.pointee.work(&run.pointee.heap.pointee)
  }
}
