import CLilv
import Synchronization

extension WorkerCore {
  /// Performs what the plugin has asked for, unless somebody else has the turn.
  ///
  /// What is left then, the next run announces again. Thread: one of the queue's, or whoever runs
  /// the plugin where there is no queue.
  borrowing func performRequests(_ context: UnsafeMutableRawPointer) {
    guard takeTurn() else { return isAnnounced.store(false, ordering: .sequentiallyConsistent) }
    defer { giveTurnBack() }
    repeat {
      performAll(context)
      isAnnounced.store(false, ordering: .sequentiallyConsistent)
      // A request that came in between may have found an item announced.
    } while !requests.isEmpty && !isAnnounced.exchange(true, ordering: .sequentiallyConsistent)
  }

  /// Performs the requests there are; the caller has the turn.
  borrowing func performAll(_ context: UnsafeMutableRawPointer) {
    while let request = requests.next(before: requests.end) {
      _ = work(context, byteCount: UInt32(request.byteCount), request.bytes)
      requests.drop()
    }
  }

  /// Performs one request at once; the caller has the turn.
  borrowing func work(
    _ context: UnsafeMutableRawPointer, byteCount: UInt32, _ bytes: UnsafeRawPointer?
  ) -> LV2_Worker_Status {
    guard let interface, let handle else { return LV2_WORKER_ERR_UNKNOWN }
    return interface.pointee.work(handle, respondLV2Work, context, byteCount, bytes)
  }
}

/// The item: `context` is a `WorkerCore`.
func performLV2Work(_ context: UnsafeMutableRawPointer?) {
  guard let context else { return }
  context.assumingMemoryBound(to: WorkerCore.self).pointee.performRequests(context)
}

/// `LV2_Worker_Schedule.schedule_work` while a state is restored, when the caller has the turn.
func performLV2WorkAtOnce(
  _ handle: UnsafeMutableRawPointer?, _ byteCount: UInt32, _ bytes: UnsafeRawPointer?
) -> LV2_Worker_Status {
  guard let handle else { return LV2_WORKER_ERR_UNKNOWN }
  return handle.assumingMemoryBound(to: WorkerCore.self).pointee
    .work(handle, byteCount: byteCount, bytes)
}
