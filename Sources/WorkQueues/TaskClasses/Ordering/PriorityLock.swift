// Control side.
import CRealtime

/// A value behind a lock whose holder runs at the priority of the most urgent thread that waits.
@safe
final class PriorityLock<Value>: @unchecked Sendable {
  private let lock: OpaquePointer
  private var value: Value

  /// nil when there is no memory.
  init?(_ value: Value) {
    guard let lock = unsafe rt_lock_create() else { return nil }
    unsafe self.lock = unsafe lock
    self.value = value
  }

  deinit { unsafe rt_lock_destroy(lock) }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    unsafe rt_lock_acquire(lock)
    defer { unsafe rt_lock_release(lock) }
    return body(&value)
  }
}
