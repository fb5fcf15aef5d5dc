// Control side.

/// How a plan's runs are shared among threads.
public enum SchedulePolicy: Sendable, Equatable {
  /// As measurements tell.
  case measured
  /// Not at all.
  case serial
  /// Always, among at most so many threads.
  case parallel(threads: Int)
}
