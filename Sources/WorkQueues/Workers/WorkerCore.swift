import CRealtime
import Realtime
import Synchronization

/// What the cycle touches of a thread that performs work.
@safe
struct WorkerCore: ~Copyable {
  /// Where a worker's work comes from.
  enum Kind: String, Sendable {
    /// A thread of the queue's own.
    case worker
    /// A thread of the queue's own that waits on a device and then performs its period.
    case waiting
    /// A thread of someone else's, for the length of one callback.
    case guest
  }

  let kind: Kind
  let queue: UnsafeMutablePointer<QueueCore>
  let threadID = Atomic<Int32>(0)
  let isStopping = Atomic<Bool>(false)
  let hasEnded = Atomic<Bool>(false)
  /// When the item it is in was started; 0 between items.
  let startedNanoseconds = Atomic<Int64>(0)
  /// Time spent in items that the item it is in performed: theirs, not its own.
  ///
  /// The worker's alone, and atomic only because the rest of the struct is read by others: a
  /// mutating access would be one to all of it.
  let nestedNanoseconds = Atomic<Int64>(0)
  let performed = Atomic<UInt64>(0)
  let busyNanoseconds = Atomic<Int64>(0)
  let run = DurationHistogram()

  /// Only for a waiting worker.
  let device: DeviceWait?
  /// Where others see what it does, set before it starts; nil for one that nobody looks at.
  var seat: UnsafeMutablePointer<WorkerSeat>?

  /// An item around the one that is begun.
  @safe
  struct Outer: BitwiseCopyable {
    let startedNanoseconds: Int64
    let nestedNanoseconds: Int64

    @_noLocks
    init(startedNanoseconds: Int64, nestedNanoseconds: Int64) {
      self.startedNanoseconds = startedNanoseconds
      self.nestedNanoseconds = nestedNanoseconds
    }
  }

  /// Begins an item; returns what `end` needs to go back to the one around it.
  @_noLocks
  borrowing func begin(at start: Int64) -> Outer {
    let outer = Outer(
      startedNanoseconds: startedNanoseconds.load(ordering: .relaxed),
      nestedNanoseconds: nestedNanoseconds.load(ordering: .relaxed))
    startedNanoseconds.store(start, ordering: .relaxed)
    nestedNanoseconds.store(0, ordering: .relaxed)
    return outer
  }

  /// Counts an item; returns its own part of the time.
  @_noLocks
  borrowing func end(after nanoseconds: Int64, in outer: Outer) -> Int64 {
    let own = nanoseconds - nestedNanoseconds.load(ordering: .relaxed)
    nestedNanoseconds.store(outer.nestedNanoseconds + nanoseconds, ordering: .relaxed)
    startedNanoseconds.store(outer.startedNanoseconds, ordering: .relaxed)
    run.record(nanoseconds)
    performed.wrappingAdd(1, ordering: .relaxed)
    busyNanoseconds.wrappingAdd(own, ordering: .relaxed)
    return own
  }
}

/// How a waiting worker waits, and what it performs when a period is due.
@safe
struct DeviceWait: @unchecked Sendable {
  let wait: rt_wait
  let context: UnsafeMutableRawPointer?
  let period: WorkItem
}
