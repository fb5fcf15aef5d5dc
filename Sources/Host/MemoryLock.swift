import CRealtime

/// Keeps the process's memory from being swapped out while it plays.
enum MemoryLock {
  /// Locks it; returns one line for the user when that was refused.
  ///
  /// Thread: control, once the session's nodes were made. The corresponding C function is
  /// `mlockall`.
  static func lock() -> String? {
    guard rt_lock_memory() != 0 else { return nil }
    return "memory could not be locked: a swapped-out page may cost a dropout. "
      + "Cure: `memlock unlimited`, as in configs/limits.d/tactus.conf"
  }
}
