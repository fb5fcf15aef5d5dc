import Realtime
import Synchronization

extension WorkerCore {
  /// Whether a worker that was started for long work has nothing to do any more, and may end.
  ///
  /// An item that is counted after this last look finds the worker neither asleep nor looking, as
  /// if it were in an item.
  @_noLocks
  static func mayLeave(_ worker: UnsafeMutablePointer<WorkerCore>) -> Bool {
    guard unsafe worker.pointee.isGrown else { return false }
    let queue = unsafe worker.pointee.queue
    let now = Clock.now()
    guard unsafe worker.pointee.leaveTime(at: now) <= now else { return false }
    return unsafe queue.pointee.isDrained()
  }

  /// Until when a worker without work stays; `.max` for ever.
  @_noLocks
  borrowing func leaveTime(at now: Int64) -> Int64 {
    guard isGrown else { return .max }
    guard unsafe queue.pointee.growth.hints.load(ordering: .sequentiallyConsistent) > 0 else {
      return 0
    }
    let performed = performed.load(ordering: .relaxed)
    if performed != idleAfter.load(ordering: .relaxed) {
      idleAfter.store(performed, ordering: .relaxed)
      idleSince.store(now, ordering: .relaxed)
    }
    return unsafe idleSince.load(ordering: .relaxed)
      + queue.pointee.growth.idleNanoseconds.load(ordering: .relaxed)
  }
}
