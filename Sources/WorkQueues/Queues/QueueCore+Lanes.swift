import Realtime
import Synchronization

extension QueueCore {
  /// The core whose workers perform items of a priority: of a preempting queue one of its lanes,
  /// else the queue's only one.
  @_noLocks
  static func lane(
    _ core: UnsafeMutablePointer<QueueCore>, _ priority: WorkPriority
  ) -> UnsafeMutablePointer<QueueCore> {
    guard let lanes = unsafe core.pointee.lanes else { return unsafe core }
    return unsafe lanes + priority.index
  }

  /// Performs the most urgent item of a preempting queue, on a thread that is in none of its lanes.
  @_noLocks
  static func performNext(
    in lanes: UnsafeMutablePointer<QueueCore>, as worker: UnsafeMutablePointer<WorkerCore>
  ) -> Bool {
    if unsafe lanes[2].performNext(as: worker) { return true }
    if unsafe lanes[1].performNext(as: worker) { return true }
    return unsafe lanes[0].performNext(as: worker)
  }

  /// Wakes up to `count` sleeping workers, of a preempting queue one in each lane, high first.
  @_noLocks
  borrowing func wake(_ count: Int) {
    guard let lanes = unsafe lanes else { return parker.wake(count) }
    for place in 0..<min(count, 3) { unsafe lanes[2 - place].parker.wake(1) }
  }
}
