import CLilv
import CRealtime
import Synchronization
import WorkQueues

/// What a plugin asks for beside the cycle, and what comes of it: the cycle's side of
/// `worker:interface`.
///
/// At a fixed address, which is the handle of the plugin's `worker:schedule`. Two flags keep it
/// together: `isAnnounced`, while an item for it is in the queue or runs, so that there is never a
/// second one; and `isTaken`, while somebody works, saves, restores or ends.
struct WorkerCore: ~Copyable {
  /// nil until the plugin is made, and for good when it has no such interface.
  var interface: UnsafePointer<LV2_Worker_Interface>?
  var handle: LV2_Handle?
  /// Where work is performed; nil for the thread that runs the plugin.
  ///
  /// Set while no cycle runs it.
  var queue: QueueHandle?
  var requests = MessageRing(minimumBytes: 0)
  var replies = MessageRing(minimumBytes: 0)
  /// Requests and replies for which there was no room.
  let refused = Atomic<Int>(0)
  let isAnnounced = Atomic<Bool>(false)
  let isTaken = Atomic<Bool>(false)

  /// Keeps a request.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func schedule(_ bytes: UnsafeRawPointer?, byteCount: Int) -> LV2_Worker_Status {
    guard interface != nil else { return LV2_WORKER_ERR_UNKNOWN }
    return put(bytes, byteCount: byteCount, into: requests)
  }

  /// Keeps a reply; whoever works has the turn.
  @_noLocks
  borrowing func respond(_ bytes: UnsafeRawPointer?, byteCount: Int) -> LV2_Worker_Status {
    put(bytes, byteCount: byteCount, into: replies)
  }

  /// After the plugin ran: sees to it that its requests are performed, and hands it the replies
  /// there are.
  ///
  /// Thread: cycle.
  @_noLocks
  borrowing func complete(_ item: WorkItem) {
    if !requests.isEmpty { announce(item) }
    deliver()
  }

  /// Whether the turn is the caller's now; it has to give it back.
  @_noLocks
  borrowing func takeTurn() -> Bool {
    !isTaken.exchange(true, ordering: .acquiring)
  }

  @_noLocks
  borrowing func giveTurnBack() { isTaken.store(false, ordering: .releasing) }

  /// Hands the plugin the replies, and ends the run.
  ///
  /// Thread: cycle, or control while no cycle runs it.
  @_noLocks
  borrowing func deliver() {
    guard let interface, let handle else { return }
    // Not those that come meanwhile, or a busy worker could keep the cycle.
    let end = replies.end
    while let reply = replies.next(before: end) {
      lv2_call_work_response(interface, handle, UInt32(reply.byteCount), reply.bytes)
      replies.drop()
    }
    lv2_call_end_run(interface, handle)
  }

  /// An item that the queue refuses is put again after the next run.
  @_noLocks
  private borrowing func announce(_ item: WorkItem) {
    guard let queue else { return performHere(item) }
    guard !isAnnounced.exchange(true, ordering: .sequentiallyConsistent) else { return }
    guard case .accepted = queue.put(item) else {
      return isAnnounced.store(false, ordering: .releasing)
    }
  }

  // Only where no device waits: in a render, or before the plugin plays.
  @_semantics("no_performance_analysis") @inline(never)
  private borrowing func performHere(_ item: WorkItem) {
    rt_cycle_vouch_begin()
    item.perform()
    rt_cycle_vouch_end()
  }

  @_noLocks
  private borrowing func put(
    _ bytes: UnsafeRawPointer?, byteCount: Int, into ring: borrowing MessageRing
  ) -> LV2_Worker_Status {
    if ring.put(bytes, byteCount: byteCount) { return LV2_WORKER_SUCCESS }
    refused.wrappingAdd(1, ordering: .relaxed)
    return LV2_WORKER_ERR_NO_SPACE
  }
}

/// `LV2_Worker_Schedule.schedule_work`; the handle is a `WorkerCore`.
@_noLocks
func scheduleLV2Work(
  _ handle: UnsafeMutableRawPointer?, _ byteCount: UInt32, _ bytes: UnsafeRawPointer?
) -> LV2_Worker_Status {
  guard let handle else { return LV2_WORKER_ERR_UNKNOWN }
  return handle.assumingMemoryBound(to: WorkerCore.self).pointee
    .schedule(bytes, byteCount: Int(byteCount))
}

/// `LV2_Worker_Respond_Function`; the handle is a `WorkerCore`.
@_noLocks
func respondLV2Work(
  _ handle: UnsafeMutableRawPointer?, _ byteCount: UInt32, _ bytes: UnsafeRawPointer?
) -> LV2_Worker_Status {
  guard let handle else { return LV2_WORKER_ERR_UNKNOWN }
  return handle.assumingMemoryBound(to: WorkerCore.self).pointee
    .respond(bytes, byteCount: Int(byteCount))
}
