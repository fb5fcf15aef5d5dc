// Control side.
import CRealtime

/// A value behind a lock whose holder runs at the priority of the most urgent thread that waits.
///
/// `Synchronization.Mutex` does the same, but the ThreadSanitizer cannot see into its slow path on
/// Linux and takes what it protects for a race. The source: `pthread_mutexattr_setprotocol(3)`.
@safe
public final class PriorityLock<Value>: @unchecked Sendable {
  private let lock: OpaquePointer
  private var value: Value

  /// Makes a lock that nobody holds; without memory the process ends, as with any Swift object.
  ///
  /// Thread: control.
  public init(_ value: Value) {
    guard let lock = unsafe rt_lock_create() else { fatalError("no memory for a lock") }
    unsafe self.lock = unsafe lock
    self.value = value
  }

  deinit { unsafe rt_lock_destroy(lock) }

  /// Performs `body` with the value, one thread at a time.
  ///
  /// Not to be called from `body`. Thread: control.
  public func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe rt_lock_acquire(lock)
    defer { unsafe rt_lock_release(lock) }
    return try body(&value)
  }
}
