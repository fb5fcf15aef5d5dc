import Realtime

/// Tells how many frames were lost since it told last, at most once a second.
struct LossReport {
  private var told = 0
  private var nextNanoseconds: Int64 = 0
  private static let intervalNanoseconds: Int64 = 1_000_000_000

  /// Takes the count so far; gives what is to be told, if anything.
  mutating func take(_ count: Int, isLast: Bool = false, now: Int64 = Clock.now()) -> Int? {
    guard count > told, isLast || now >= nextNanoseconds else { return nil }
    defer { told = count }
    nextNanoseconds = now + Self.intervalNanoseconds
    return count - told
  }
}
