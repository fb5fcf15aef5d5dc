import Synchronization

/// How long the last runs took; written by the thread that runs a plan, read by any.
struct RunTimes: ~Copyable {
  static var capacity: Int { @_noLocks get { 32 } }

  let nanoseconds: InlineArray<32, Atomic<Int64>>
  let count = Atomic<UInt64>(0)

  /// Counts a run.
  ///
  /// Thread: cycle, one at a time.
  @_noLocks
  borrowing func record(_ duration: Int64) {
    let place = count.load(ordering: .relaxed)
    nanoseconds[Int(truncatingIfNeeded: place) & (Self.capacity - 1)]
      .store(duration, ordering: .relaxed)
    count.store(place &+ 1, ordering: .releasing)
  }

  /// How many runs were counted.
  var recorded: UInt64 { @_noLocks get { count.load(ordering: .acquiring) } }
}
