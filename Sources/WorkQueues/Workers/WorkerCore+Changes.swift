// Control side.
import CRealtime
import Realtime
import Synchronization

/// One at a time changes a worker's thread, and the thread outlives the change: its id would be
/// another thread's otherwise.
extension WorkerCore {
  private static var unchanged: UInt32 { 0 }
  private static var held: UInt32 { 1 }
  private static var ended: UInt32 { 2 }

  /// Keeps the thread from ending and others from changing it; false when it has ended.
  borrowing func beginChange() -> Bool { hold(as: Self.held) }

  /// Lets go of the thread.
  borrowing func endChange() { changing.store(Self.unchanged, ordering: .releasing) }

  /// Has nobody change the calling thread any more, which is about to end.
  borrowing func endChanges() { _ = hold(as: Self.ended) }

  private borrowing func hold(as desired: UInt32) -> Bool {
    while true {
      let (isHeld, state) = changing.compareExchange(
        expected: Self.unchanged, desired: desired, ordering: .acquiringAndReleasing)
      if isHeld || state == Self.ended { return isHeld }
      _ = rt_sleep_until(Clock.now() + 50_000)
    }
  }
}
