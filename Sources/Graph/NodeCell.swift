import Realtime
import Synchronization

/// What the cycle touches of a node beyond its own context; the same in every plan.
///
/// One thread at a time performs a node, so that counting takes no exchange. It fills two lines of
/// the cache, so that threads at different nodes are out of each other's way; what each period needs
/// is in the first.
@safe
struct NodeCell: ~Copyable {
  /// Outputs whose last samples fit in here.
  static var roomForOutputs: Int { @_noLocks get { 4 } }

  let performed = Atomic<UInt64>(0)
  /// 1 while a thread is in it, or about to be.
  let isInside = Atomic<UInt32>(0)
  /// How it comes back after a thread was lost in it, or its outputs were bad; see `Mending`.
  let mending = Atomic<UInt32>(0)
  /// The last sample of each output, where they are guarded.
  var lastSamples = InlineArray<4, Float>(repeating: 0)
  /// How far it has come back, in frames.
  let mendedFrames = Atomic<Int>(0)
  /// Of a muted node: frames of the blocks that were bad, and how the control side rests it.
  let badFrames = Atomic<Int>(0)
  let rest = Atomic<UInt32>(0)
  /// MIDI messages there was no room for on the way to it.
  let lostMessages = Atomic<UInt32>(0)
  /// Runs that were revoked while a thread was in it.
  let misses = Atomic<UInt64>(0)
  /// How many performances were timed, and how long they took.
  let timed = Atomic<UInt64>(0)
  let times: UnsafeMutablePointer<DurationHistogram>
  /// How long it takes nowadays, in sixteenths of a nanosecond; 0 while nobody knows.
  let cost = Atomic<Int64>(0)
  /// How often its outputs were found bad, and what was found first the last time.
  let faults = Atomic<UInt64>(0)
  let latestFault = Atomic<UInt64>(0)
  /// How often it left the thread's arithmetic changed.
  let arithmeticChanges = Atomic<UInt64>(0)
  /// Of the blocks that were timed: those with denormals.
  let denormalBlocks = Atomic<UInt64>(0)

  deinit {
    unsafe times.deinitialize(count: 1)
    unsafe times.deallocate()
  }

  @_noLocks
  borrowing func countTimed(_ nanoseconds: Int64) {
    timed.addAlone(1)
    unsafe times.pointee.recordAlone(nanoseconds)
    smooth(nanoseconds)
  }

  /// An eighth of what is new; an outlier, such as a stop of the machine, counts as twice the rest.
  @_noLocks
  private borrowing func smooth(_ nanoseconds: Int64) {
    let latest = max(1, nanoseconds) * 16
    let before = cost.load(ordering: .relaxed)
    guard before > 0 else { return cost.store(latest, ordering: .relaxed) }
    let bounded = min(latest, before * 2 + 1600)
    cost.store(max(1, before + (bounded - before) / 8), ordering: .relaxed)
  }
}
