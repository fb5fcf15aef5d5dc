import Foundation

/// A value that threads share, behind a lock the ThreadSanitizer knows.
///
/// It has not heard of `Synchronization.Mutex` on Linux and takes what that protects for a race.
public final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  /// Makes a lock around `value`.
  public init(_ value: Value) {
    self.value = value
  }

  /// Performs `body` with the value, one thread at a time.
  ///
  /// Thread: any but a cycle's.
  public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
