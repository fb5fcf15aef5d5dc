import CRealtime
import Realtime
import Synchronization

/// A queue as the cycle sees it: a pointer, so that no reference is counted.
///
/// Valid as long as the `WorkQueue` it came from.
@safe
public struct QueueHandle: BitwiseCopyable, @unchecked Sendable {
  let core: UnsafeMutablePointer<QueueCore>

  @_noLocks
  init(_ core: UnsafeMutablePointer<QueueCore>) { unsafe self.core = unsafe core }

  /// Puts an item into the queue; never allocates and never blocks.
  ///
  /// Thread: any. The corresponding C function is `RtwqPutWorkItem`.
  @_noLocks
  public func put(_ item: WorkItem, priority: WorkPriority = .normal) -> PutStatus {
    unsafe core.pointee.put(item, priority: priority)
  }

  /// Wakes up to `count` of the queue's sleeping workers before there is work for them.
  ///
  /// Thread: any. One system call when somebody sleeps, none otherwise.
  @_noLocks
  public func wake(_ count: Int) {
    if count > 0 { unsafe core.pointee.wake(count) }
  }
}

/// A worker as the cycle sees it.
///
/// Valid as long as the queue's worker or the `GuestWorker` it came from.
@safe
public struct WorkerHandle: BitwiseCopyable, @unchecked Sendable {
  let core: UnsafeMutablePointer<WorkerCore>

  @_noLocks
  init(_ core: UnsafeMutablePointer<WorkerCore>) { unsafe self.core = unsafe core }

  /// The worker the calling thread is; nil when it is none.
  ///
  /// Thread: any.
  public static var current: WorkerHandle? {
    @_noLocks
    get {
      guard let core = unsafe rt_current_worker() else { return nil }
      return unsafe WorkerHandle(core.assumingMemoryBound(to: WorkerCore.self))
    }
  }

  /// The queue it works in.
  public var queue: QueueHandle {
    @_noLocks
    get {
      let own = unsafe core.pointee.queue
      return unsafe QueueHandle(own.pointee.front ?? own)
    }
  }

  /// Performs the queue's most urgent item on the calling thread; false when there is none.
  ///
  /// Thread: this worker's own.
  @_noLocks
  public func performNext() -> Bool {
    guard unsafe core.pointee.turnSlot() != nil else {
      return unsafe core.pointee.queue.pointee.performNext(as: core)
    }
    // Called by an item of a serial queue, whose turn the next one cannot keep.
    let before = unsafe core.pointee.enterTurn(of: nil)
    let hasPerformed = unsafe core.pointee.queue.pointee.performNext(as: core)
    unsafe core.pointee.leaveTurn(to: before)
    return hasPerformed
  }

  /// Performs an item that was never in the queue, counted as one of the queue's.
  ///
  /// The calling thread is this worker for the length of the call. `dueNanoseconds` is when the
  /// item should have begun. Thread: the guest's, one at a time.
  @_noLocks
  public func perform(_ item: WorkItem, dueNanoseconds: Int64) {
    let before = unsafe rt_set_current_worker(core)
    unsafe core.pointee.noteThread()
    unsafe core.pointee.queue.pointee.perform(
      item, dueNanoseconds: dueNanoseconds, priority: .high, as: core)
    _ = unsafe rt_set_current_worker(before)
  }
}
