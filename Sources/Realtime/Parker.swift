import CRealtime
import Synchronization

/// Where threads without work sleep, and where they are woken, each sleep paid for by one wake.
///
/// Whoever wakes takes a sleeper off the count before the system call, and leaves a permit that
/// one sleeper takes away. A second wake, before the first sleeper has really run, so finds the
/// next sleeper or none, and costs nothing for none.
///
/// To sleep: `announce`, look for work once more, then `park`, or `withdraw` when there was some.
public struct Parker: ~Copyable, Sendable {
  /// Threads that sleep, or are about to, and that no wake has been spent on.
  private let sleepers = Atomic<Int>(0)
  /// Wakes that no thread has taken yet; the word threads wait on.
  private let permits = Atomic<UInt32>(0)
  private let systemCalls = Atomic<UInt64>(0)

  /// Creates a parker without sleepers.
  ///
  /// Thread: any.
  @_noLocks
  public init() {}

  /// How many system calls were made to wake somebody.
  ///
  /// Thread: any.
  public var wakeCalls: UInt64 { @_noLocks get { systemCalls.load(ordering: .relaxed) } }

  /// Whether a wake would find somebody.
  ///
  /// Orders nothing: what was put before must have been announced by an atomic operation that is
  /// sequentially consistent, or the thread about to sleep may miss it too. Thread: any.
  public var hasSleepers: Bool {
    @_noLocks get { sleepers.load(ordering: .sequentiallyConsistent) > 0 }
  }

  /// Says that the calling thread is about to sleep.
  ///
  /// What was put before, it sees in its last look; what is put after, wakes it. Thread: any.
  @_noLocks
  public borrowing func announce() {
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
  }

  /// Takes back an `announce`.
  ///
  /// Thread: the one that announced.
  @_noLocks
  public borrowing func withdraw() {
    if takeSleepers(1) == 1 { return }
    // A wake was spent on this thread already: its permit is there, or about to be.
    park()
  }

  /// Sleeps until a wake is spent on the calling thread.
  ///
  /// Thread: one that announced.
  @_noLocks
  public borrowing func park() {
    while true {
      let count = permits.load(ordering: .acquiring)
      if count == 0 {
        _ = unsafe withUnsafePointer(to: permits) { unsafe rt_futex_wait($0, 0, -1) }
      } else if permits.weakCompareExchange(
        expected: count, desired: count - 1, ordering: .acquiringAndReleasing
      ).exchanged {
        return
      }
    }
  }

  /// Wakes up to `count` sleeping threads, with one system call, or none when nobody sleeps.
  ///
  /// Thread: any. The corresponding C function is `futex`.
  @_noLocks
  public borrowing func wake(_ count: Int) {
    // Orders what was put before the look at the sleepers; see `announce`.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    let woken = takeSleepers(count)
    guard woken > 0 else { return }
    permits.wrappingAdd(UInt32(woken), ordering: .releasing)
    systemCalls.wrappingAdd(1, ordering: .relaxed)
    _ = unsafe withUnsafePointer(to: permits) { unsafe rt_futex_wake($0, Int32(woken)) }
  }

  /// Takes up to `count` threads off the sleepers.
  @_noLocks
  private borrowing func takeSleepers(_ count: Int) -> Int {
    var there = sleepers.load(ordering: .relaxed)
    while there > 0 {
      let taken = there < count ? there : count
      let (exchanged, original) = sleepers.weakCompareExchange(
        expected: there, desired: there - taken, ordering: .acquiringAndReleasing)
      if exchanged { return taken }
      there = original
    }
    return 0
  }
}
