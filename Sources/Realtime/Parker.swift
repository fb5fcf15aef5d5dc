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
  /// The word threads wait on: wakes that no thread has taken yet, and above 16 bits the nudges.
  private let state = Atomic<UInt32>(0)
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
    while !takePermit() {
      let seen = state.load(ordering: .acquiring)
      if Self.permits(seen) == 0 { waitForChange(of: seen, until: -1) }
    }
  }

  /// What a timed sleep began with; see `park(until:since:)`.
  public struct Moment: BitwiseCopyable, Sendable {
    fileprivate let nudges: UInt32

    @_noLocks
    fileprivate init(nudges: UInt32) { self.nudges = nudges }
  }

  /// How a timed sleep ended.
  public enum Outcome: Sendable {
    /// A wake was spent on the thread.
    case woken
    /// The time has come; the thread is no sleeper any more.
    case timedOut
    /// It is to find out anew until when it may sleep; it is a sleeper still.
    case nudged
  }

  /// Notes what a `nudge` changes, before the thread finds out until when it may sleep.
  ///
  /// Thread: one that announced.
  public var moment: Moment {
    @_noLocks get { Moment(nudges: Self.nudges(state.load(ordering: .acquiring))) }
  }

  /// Sleeps until a wake is spent on the calling thread, a time on CLOCK_MONOTONIC has come, or
  /// `nudge` was called since the moment.
  ///
  /// `Int64.max` is for ever. Thread: one that announced.
  @_noLocks
  public borrowing func park(until deadlineNanoseconds: Int64, since moment: Moment) -> Outcome {
    let deadline = deadlineNanoseconds < .max ? max(0, deadlineNanoseconds) : -1
    while !takePermit() {
      let seen = state.load(ordering: .acquiring)
      guard Self.nudges(seen) == moment.nudges else { return .nudged }
      guard Self.permits(seen) == 0 else { continue }
      waitForChange(of: seen, until: deadline)
      guard deadline >= 0, Clock.now() >= deadline else { continue }
      if takePermit() { return .woken }
      if takeSleepers(1) == 1 { return .timedOut }
      // A wake was spent on this thread meanwhile: its permit is about to be there.
      park()
      return .woken
    }
    return .woken
  }

  /// Has every sleeping thread find out anew until when it may sleep; spends no wake on any.
  ///
  /// One system call, or none when nobody sleeps. Thread: any. The corresponding C function is
  /// `futex`.
  @_noLocks
  public borrowing func nudge() {
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    state.wrappingAdd(Self.nudge, ordering: .releasing)
    systemCalls.wrappingAdd(1, ordering: .relaxed)
    _ = unsafe withUnsafePointer(to: state) { unsafe rt_futex_wake($0, .max) }
  }

  /// Takes a permit when there is one.
  @_noLocks
  private borrowing func takePermit() -> Bool {
    var seen = state.load(ordering: .acquiring)
    while Self.permits(seen) > 0 {
      let (exchanged, original) = state.weakCompareExchange(
        expected: seen, desired: seen - 1, ordering: .acquiringAndReleasing)
      if exchanged { return true }
      seen = original
    }
    return false
  }

  @_noLocks
  private borrowing func waitForChange(of seen: UInt32, until deadline: Int64) {
    _ = unsafe withUnsafePointer(to: state) { unsafe rt_futex_wait($0, seen, deadline) }
  }

  private static var nudge: UInt32 { @_noLocks get { 1 << 16 } }

  @_noLocks
  private static func permits(_ state: UInt32) -> UInt32 { state & 0xFFFF }

  @_noLocks
  private static func nudges(_ state: UInt32) -> UInt32 { state >> 16 }

  /// Wakes up to `count` sleeping threads, with one system call, or none when nobody sleeps.
  ///
  /// Thread: any. The corresponding C function is `futex`.
  @_noLocks
  public borrowing func wake(_ count: Int) {
    // Orders what was put before the look at the sleepers; see `announce`.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    let woken = takeSleepers(count)
    guard woken > 0 else { return }
    state.wrappingAdd(UInt32(woken), ordering: .releasing)
    systemCalls.wrappingAdd(1, ordering: .relaxed)
    _ = unsafe withUnsafePointer(to: state) { unsafe rt_futex_wake($0, Int32(woken)) }
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
