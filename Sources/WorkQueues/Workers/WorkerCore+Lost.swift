// Control side.
import CRealtime
import Realtime
import Synchronization

extension Worker {
  /// How long a thread is waited for that is lost in an item.
  static let patienceNanoseconds: Int64 = 2_000_000_000

  /// Waits until the thread is about to end; false when it is lost, and was waited for long enough.
  func waitForEnd() -> Bool {
    if unsafe core.pointee.isAbandoned.load(ordering: .acquiring) { return false }
    let end = Clock.now() + Self.patienceNanoseconds
    var pause: Int64 = 20_000
    while unsafe !core.pointee.hasEnded.load(ordering: .acquiring) {
      if Clock.now() >= end, unsafe core.pointee.isStuck() { return false }
      _ = rt_sleep_until(Clock.now() + pause)
      pause = min(2 * pause, 1_000_000)
    }
    return true
  }
}

extension WorkerCore {
  /// Whether its thread is in an item nobody waits for, or in a driver's period for far too long.
  fileprivate borrowing func isStuck() -> Bool {
    if isLost.load(ordering: .relaxed) { return true }
    guard let runner = unsafe runner else { return false }
    return unsafe runner.pointee.relay.pointee.isForeign
      || nanosecondsInItem() >= Worker.patienceNanoseconds
  }
}

extension WorkQueue {
  /// Waits for a worker's end.
  ///
  /// A thread that is lost in an item may come back at any time: what it touches then is kept for
  /// ever, the worker and the queue with all it refers to. Returns false then.
  @discardableResult
  func join(_ worker: Worker) -> Bool {
    guard !worker.join() else { return true }
    abandon(worker)
    return false
  }

  /// Leaves a thread behind that does not come back.
  func abandon(_ worker: Worker) {
    guard unsafe !worker.core.pointee.isAbandoned.exchange(true, ordering: .acquiringAndReleasing)
    else { return }
    unsafe worker.core.pointee.runner?.pointee.abandon()
    Abandoned.threads.withLock { $0.append(Abandoned(worker: worker, queue: self)) }
  }
}

/// A thread that was left behind, with what it may touch when it comes back.
private struct Abandoned {
  static let threads = PriorityLock<[Abandoned]>([])

  let worker: Worker
  let queue: WorkQueue
}
