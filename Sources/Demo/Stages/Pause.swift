import CRealtime
import Realtime

/// Waiting without work.
enum Pause {
  /// A tenth of a millisecond.
  static func short() { _ = rt_sleep_until(Clock.now() + 100_000) }
}
