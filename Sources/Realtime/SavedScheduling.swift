// Control side.
import CRealtime

/// How a thread was scheduled and where it might run, to be given back later.
public struct SavedScheduling: Sendable {
  private var saved = rt_saved_scheduling()

  /// Remembers what a thread of this process has; nil when it has ended.
  ///
  /// Thread: control. The corresponding C functions are `sched_getscheduler`, `getpriority` and
  /// `sched_getaffinity`.
  public init?(threadID: Int32) {
    guard unsafe rt_save_scheduling(threadID, &saved) == 0 else { return nil }
  }

  /// Gives it back; returns 0, or the errno of the first refusal.
  ///
  /// Thread: control.
  public func restore(threadID: Int32) -> Int32 {
    unsafe withUnsafePointer(to: saved) { unsafe rt_restore_scheduling(threadID, $0) }
  }
}
