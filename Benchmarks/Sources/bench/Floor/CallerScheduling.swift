import CRealtime
import Realtime

/// What the calling thread had before it was pinned or promoted.
struct CallerScheduling {
  private var saved: rt_saved_scheduling?

  /// Pins the calling thread to the cores of a mask, 0 for no change.
  static func pin(to mask: UInt64) -> CallerScheduling {
    guard mask != 0 else { return CallerScheduling() }
    let before = save()
    _ = rt_set_affinity(0, mask)
    return before
  }

  /// Makes the calling thread a SCHED_FIFO thread.
  static func promote(to priority: Int32) -> CallerScheduling {
    let before = save()
    _ = rt_set_scheduling(0, Int32(rt_policy_fifo.rawValue), priority)
    return before
  }

  func restore() {
    guard var saved else { return }
    _ = rt_restore_scheduling(0, &saved)
  }

  private static func save() -> CallerScheduling {
    var saved = rt_saved_scheduling()
    return rt_save_scheduling(0, &saved) == 0
      ? CallerScheduling(saved: saved) : CallerScheduling()
  }
}

/// Waiting without sleeping.
enum Spin {
  static func until(_ nanoseconds: Int64) {
    while rt_now_nanoseconds() < nanoseconds { rt_spin_pause() }
  }
}
