import CRealtime
import Synchronization

/// What the thread that grows queues sleeps on.
@safe
struct GrowthSignal: ~Copyable {
  let word = Atomic<UInt32>(0)
  let isStopping = Atomic<Bool>(false)

  /// Wakes the thread, or keeps it from falling asleep.
  @_noLocks
  borrowing func send() {
    word.wrappingAdd(1, ordering: .releasing)
    _ = unsafe withUnsafePointer(to: word) { unsafe rt_futex_wake($0, 1) }
  }

  /// Waits for the next signal after `seen`, or until a time; negative is for ever.
  @_noLocks
  borrowing func wait(after seen: UInt32, until time: Int64) {
    _ = unsafe withUnsafePointer(to: word) { unsafe rt_futex_wait($0, seen, time) }
  }
}
