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
  /// When the item it is in was started, as `rt_ticks` counts; 0 between items.
  let startedTicks = Atomic<UInt64>(0)
  /// When the item before ended.
  let endedTicks = Atomic<UInt64>(0)
  /// The moment on which the next item follows at once; 0 for none.
  let followedTicks = Atomic<UInt64>(0)
  /// Time spent in items that the item it is in performed: theirs, not its own.
  ///
  /// The worker's alone, and atomic only because the rest of the struct is read by others: a
  /// mutating access would be one to all of it.
  let nestedNanoseconds = Atomic<Int64>(0)
  let performed = Atomic<UInt64>(0)
  let busyNanoseconds = Atomic<Int64>(0)
  /// The items of its own queue.
  let own = WorkCounters()
  /// From start to end of the items of serial queues over it.
  let serialRun = DurationHistogram()
  /// The function of the item it is in, 0 between items.
  let function = Atomic<UInt>(0)
  /// Its `GovernedThread`, kept by the worker; 0 for none.
  let governed = Atomic<UInt>(0)
  /// Whether somebody is about to change its thread's scheduling, or that has ended; see `beginChange`.
  let changing = Atomic<UInt32>(0)
  /// Whether it is in an item that is not waited for any longer; see `PeriodRelay`.
  let isLost = Atomic<Bool>(false)
  /// Whether its thread was left behind when the queue or the driver ended.
  let isAbandoned = Atomic<Bool>(false)
  /// The address of the `TurnSlot` of the serial queue whose item it is in; 0 for none.
  let serialTurn = Atomic<UInt>(0)

  /// Only for a waiting worker.
  let device: DeviceWait?
  /// Where others see what it does, set before it starts; nil for one that nobody looks at.
  var seat: UnsafeMutablePointer<WorkerSeat>?
  /// Whether it was started for long work, and leaves when it has none; set before it starts.
  var isGrown = false
  /// Of a thread that takes turns as a driver's; set before it starts.
  var runner: UnsafeMutablePointer<RunnerCore>?
  /// Items it had performed when it ran out of work last, and when that was; its own.
  let idleAfter = Atomic<UInt64>(.max)
  let idleSince = Atomic<Int64>(0)

  /// An item around the one that is begun.
  @safe
  struct Outer: BitwiseCopyable {
    let startedTicks: UInt64
    let nestedNanoseconds: Int64

    @_noLocks
    init(startedTicks: UInt64, nestedNanoseconds: Int64) {
      self.startedTicks = startedTicks
      self.nestedNanoseconds = nestedNanoseconds
    }
  }

  /// Begins an item; returns what `end` needs to go back to the one around it.
  @_noLocks
  borrowing func begin(at start: UInt64) -> Outer {
    let outer = Outer(
      startedTicks: startedTicks.load(ordering: .relaxed),
      nestedNanoseconds: nestedNanoseconds.load(ordering: .relaxed))
    startedTicks.store(start, ordering: .relaxed)
    nestedNanoseconds.store(0, ordering: .relaxed)
    return outer
  }

  /// Counts an item; returns its own part of the time.
  @_noLocks
  borrowing func end(after nanoseconds: Int64, in outer: Outer) -> Int64 {
    let own = nanoseconds - nestedNanoseconds.load(ordering: .relaxed)
    nestedNanoseconds.store(outer.nestedNanoseconds + nanoseconds, ordering: .relaxed)
    startedTicks.store(outer.startedTicks, ordering: .relaxed)
    performed.addAlone(1)
    busyNanoseconds.addAlone(own)
    return own
  }

  /// Says that the next item follows at once on a moment, such as the end of the one before.
  ///
  /// It starts then, which spares another look at the counter.
  @_noLocks
  borrowing func goOn(from ticks: UInt64) { followedTicks.store(ticks, ordering: .relaxed) }

  /// Says that there is no next item for now.
  @_noLocks
  borrowing func pause() { followedTicks.store(0, ordering: .relaxed) }

  /// When an item starts that was put at some moment and is performed now.
  @_noLocks
  borrowing func start(after putTicks: UInt64) -> UInt64 {
    let followed = followedTicks.load(ordering: .relaxed)
    guard followed != 0 else { return rt_ticks() }
    pause()
    return rt_ticks_between(followed, putTicks) > 0 ? putTicks : followed
  }

  /// How long the worker has been in its item, in nanoseconds; 0 between items.
  @_noLocks
  borrowing func nanosecondsInItem() -> Int64 {
    let started = startedTicks.load(ordering: .relaxed)
    return started == 0 ? 0 : rt_ticks_between(started, rt_ticks())
  }
}

/// How a waiting worker waits, and what it performs when a period is due.
@safe
struct DeviceWait: @unchecked Sendable {
  let wait: rt_wait
  let context: UnsafeMutableRawPointer?
  let period: WorkItem
}
