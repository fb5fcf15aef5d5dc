// Control side.

/// How much of a class's counters was told, so that an event is the sum of a time and not one of
/// each cycle.
struct ToldSums {
  /// What is new since it was told last.
  struct New: Equatable {
    var lowered: UInt64
    var spared: UInt64
    var seconds: Int
  }

  private var lowered: UInt64 = 0
  private var spared: UInt64 = 0
  private var nanoseconds: Int64
  /// Times in a row that something was told.
  private var inARow = 0

  /// Nothing was told yet; the first sum counts from this time on.
  init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Takes what is new, once a second, and every ten seconds while it goes on and on.
  ///
  /// nil when there is nothing, or it is not time yet; the last time it always is.
  mutating func takeNew(lowered: UInt64, spared: UInt64, now: Int64, isLast: Bool) -> New? {
    let isNew = lowered > self.lowered || spared > self.spared
    // A little less than whole seconds, for those who ask every second.
    let wait: Int64 = isNew && inARow >= 3 ? 9_500_000_000 : 900_000_000
    let elapsed = now - nanoseconds
    guard isLast || elapsed >= wait else { return nil }
    let new = New(
      lowered: lowered - self.lowered, spared: spared - self.spared,
      seconds: Int((elapsed + 500_000_000) / 1_000_000_000))
    (self.lowered, self.spared, nanoseconds) = (lowered, spared, now)
    inARow = isNew ? inARow + 1 : 0
    return isNew ? new : nil
  }
}
