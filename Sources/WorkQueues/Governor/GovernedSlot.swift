import CRealtime
import Synchronization

/// A place for a thread under the governor's eyes.
///
/// Whoever works on a slot holds it for that time. The governor never waits for it: what is held by
/// others, or free, it passes over.
@safe
struct GovernedSlot: ~Copyable {
  enum Phase {
    static var free: UInt32 { @_noLocks get { 0 } }
    /// There is a thread, and nobody holds the slot.
    static var watched: UInt32 { @_noLocks get { 1 } }
    static var held: UInt32 { @_noLocks get { 2 } }
  }

  let phase = Atomic<UInt32>(0)
  /// Goes up with each thread that comes.
  let generation = Atomic<UInt32>(0)

  // Written and read by who holds the slot.
  let threadID = Atomic<Int32>(0)
  let taskClass = Atomic<Int>(0)
  let policy = Atomic<Int32>(0)
  let priority = Atomic<Int32>(0)
  let nice = Atomic<Int32>(0)
  /// A broker granted it: it cannot be raised again ten times a second.
  let isBrokered = Atomic<Bool>(false)
  /// The thread is nobody's but ours: it may stay at nice 19 where that cannot be undone.
  let isOurs = Atomic<Bool>(false)
  let report = Atomic<Int32>(-1)
  let worker = Atomic<UInt>(0)
  let isLowered = Atomic<Bool>(false)
  /// When RLIMIT_RTTIME's warning lowered it; 0 when that did not happen.
  let demotedNanoseconds = Atomic<Int64>(0)

  @_noLocks
  init() {}

  /// What the thread was granted.
  var granted: rt_scheduling {
    @_noLocks
    get {
      rt_scheduling(
        policy: policy.load(ordering: .relaxed), priority: priority.load(ordering: .relaxed),
        nice: nice.load(ordering: .relaxed))
    }
  }

  /// Holds the slot if there is a thread in it and nobody else holds it.
  @_noLocks
  borrowing func tryHold() -> Bool {
    phase.compareExchange(
      expected: Phase.watched, desired: Phase.held, ordering: .acquiringAndReleasing
    ).exchanged
  }

  /// Lets go of the slot, with its thread or without.
  @_noLocks
  borrowing func letGo(to phase: UInt32 = Phase.watched) {
    self.phase.store(phase, ordering: .releasing)
  }

  /// Whether the governor may lower the thread.
  @_noLocks
  borrowing func canBeLowered() -> Bool {
    priority.load(ordering: .relaxed) > 0 && !isBrokered.load(ordering: .relaxed)
      && demotedNanoseconds.load(ordering: .relaxed) == 0
  }
}
