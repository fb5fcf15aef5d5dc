import CRealtime
import Realtime
import Synchronization

extension WorkerCore {
  /// How long after its time a scheduled item is still looked for.
  private static var graceNanoseconds: Int64 { @_noLocks get { 20_000 } }

  /// Looks for work while the timer is about to hand over an item; nil when it is not, else whether
  /// there is some.
  @_noLocks
  static func awaitScheduled(_ worker: UnsafeMutablePointer<WorkerCore>) -> Bool? {
    let queue = unsafe worker.pointee.queue
    let due = unsafe queue.pointee.scheduledNanoseconds.load(ordering: .acquiring)
    guard due != 0 else { return nil }
    let end = due + graceNanoseconds
    var now = Clock.now()
    var hasWork = false
    unsafe queue.pointee.spinners.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while !hasWork, now < end, end - now < 2 * TimerLead.longestNanoseconds,
      unsafe !worker.pointee.isStopping.load(ordering: .relaxed)
    {
      for _ in 0..<16 where !hasWork {
        rt_spin_pause()
        unsafe hasWork = queue.pointee.hasWork()
      }
      now = Clock.now()
    }
    // Unless the next one is expected by now.
    _ = unsafe queue.pointee.scheduledNanoseconds.compareExchange(
      expected: due, desired: 0, ordering: .relaxed)
    unsafe queue.pointee.spinners.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    return hasWork
  }
}
