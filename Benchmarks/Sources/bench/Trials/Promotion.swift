import CRealtime
import Realtime

/// SCHED_FIFO for threads of pools that know none.
enum Promotion {
  /// Of "Pro Audio".
  static let priority: Int32 = 84

  static func promoteOnce() {
    let thread = rt_thread_id()
    guard ThreadScheduling.current(threadID: thread)?.priority != Int(priority) else { return }
    _ = rt_set_scheduling(thread, Int32(rt_policy_fifo.rawValue), priority)
  }
}
