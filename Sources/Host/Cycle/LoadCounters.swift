import Synchronization

/// How much of each period its work took; written in the cycle, read anywhere.
struct LoadCounters: ~Copyable, Sendable {
  /// Time spent in periods, in nanoseconds.
  let busyNanoseconds = Atomic<Int64>(0)
  /// What those periods lasted, in nanoseconds.
  let periodNanoseconds = Atomic<Int64>(0)
  /// Largest share of a period since the last look, in millionths.
  let recentHighest = Atomic<Int64>(0)
  /// Largest share of a period ever, in millionths.
  let highest = Atomic<Int64>(0)

  /// Counts one period.
  @_noLocks
  borrowing func count(busy: Int64, period: Int64) {
    guard period > 0 else { return }
    busyNanoseconds.wrappingAdd(busy, ordering: .relaxed)
    periodNanoseconds.wrappingAdd(period, ordering: .relaxed)
    let millionths = busy * 1_000_000 / period
    recentHighest.max(millionths, ordering: .relaxed)
    highest.max(millionths, ordering: .relaxed)
  }
}
