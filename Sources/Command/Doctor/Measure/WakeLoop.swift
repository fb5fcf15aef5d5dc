// Code and data of the measured threads.
import CRealtime
import Realtime
import Synchronization

/// A thread that has the timer wake it again and again, and notes how late that was.
struct WakeLoop: ~Copyable {
  /// As often as short periods come.
  static let intervalNanoseconds: Int64 = 1_000_000

  let lateness = DurationHistogram()
  let isEnding = Atomic<Bool>(false)

  /// Sleeps and notes until it is told to end.
  ///
  /// Moments that have passed by already are left out, as a device does not wait either.
  @_noLocks
  static func run(_ loop: UnsafeMutablePointer<WakeLoop>) {
    var due = Clock.now() + intervalNanoseconds
    while !loop.pointee.isEnding.load(ordering: .relaxed) {
      guard rt_sleep_until(due) == 0 else { continue }
      let now = Clock.now()
      loop.pointee.lateness.recordAlone(now - due)
      due += intervalNanoseconds
      if due <= now { due = now + intervalNanoseconds }
    }
  }
}
