import CRealtime
import Realtime
import Synchronization

/// What the timer's thread and those who schedule share.
///
/// Every waiting item has a slot. A slot's state is one word, its generation and a phase, so that
/// cancelling and firing race on a single exchange and only one of them wins.
@safe
struct TimerCore: ~Copyable {
  let slots: UnsafeMutablePointer<TimerSlot>
  let slotCount: Int
  let free: BoundedRing<UInt32>
  /// Slots whose state changed, for the timer's thread to look at: a bit for each, which cannot be
  /// refused.
  let changed: UnsafeMutablePointer<Atomic<UInt64>>
  let signal = Atomic<UInt32>(0)
  let isStopping = Atomic<Bool>(false)
  let hasEnded = Atomic<Bool>(false)
  /// The address of a queue that is about to go, until the timer's thread has dropped its items.
  let forgotten = Atomic<UInt>(0)
  /// Orders items of the same time.
  let tickets = Atomic<UInt64>(0)

  let waiting = Atomic<Int>(0)
  let fired = Atomic<UInt64>(0)
  let postponed = Atomic<UInt64>(0)
  let lateness = DurationHistogram()

  /// When the thread wakes up by itself; a time that has passed while it is awake.
  let sleepsUntil = Atomic<Int64>(0)
  /// Tables of deadlines that have come, and those the thread looks at: the first of each list.
  let arriving = Atomic<UInt>(0)
  let watched = Atomic<UInt>(0)
  /// System calls made to wake the thread for a deadline.
  let deadlineWakes = Atomic<UInt64>(0)
}

/// One scheduled or periodic item.
@safe
struct TimerSlot: ~Copyable {
  enum Phase {
    static var free: UInt64 { @_noLocks get { 0 } }
    static var armed: UInt64 { @_noLocks get { 1 } }
    static var firing: UInt64 { @_noLocks get { 2 } }
    static var cancelled: UInt64 { @_noLocks get { 3 } }
    /// Firing, and to be armed again.
    static var repeating: UInt64 { @_noLocks get { 4 } }
    /// Cancelled while repeating.
    static var ending: UInt64 { @_noLocks get { 5 } }
  }

  let state = Atomic<UInt64>(0)
  // Written before the slot is armed, read by the timer's thread until it is free again.
  var item: WorkItem?
  var queue: QueueHandle?
  var priority = WorkPriority.normal
  var intervalNanoseconds: Int64 = 0
  /// When the item is due.
  var beatNanoseconds: Int64 = 0
  /// When to look at it: later than its beat after its queue was full.
  var dueNanoseconds: Int64 = 0
  var ticket: UInt64 = 0
  /// What others may see of it, as it was when its state was the same before and after.
  let shown = ShownSlot()
  // The timer's thread's own: the place in its heap, or -1.
  var heapIndex = -1

  @_noLocks
  static func word(_ generation: UInt64, _ phase: UInt64) -> UInt64 {
    generation << 3 | phase
  }

  @_noLocks
  static func generation(_ word: UInt64) -> UInt64 { word >> 3 }

  @_noLocks
  static func phase(_ word: UInt64) -> UInt64 { word & 7 }
}

/// Names a scheduled or periodic item, so that it can be cancelled.
public struct ScheduledItemKey: Sendable, Hashable, BitwiseCopyable {
  let slot: UInt32
  let generation: UInt64

  @_noLocks
  init(slot: UInt32, generation: UInt64) {
    self.slot = slot
    self.generation = generation
  }

  /// The key another key's `rawValue` came from.
  ///
  /// Any other number names nothing. Thread: any.
  @_noLocks
  public init(rawValue: UInt64) {
    slot = UInt32(rawValue & 0xFFFF)
    generation = rawValue >> 16
  }

  /// The key as a number: never 0, and below 2 to the power of 56.
  ///
  /// Thread: any.
  public var rawValue: UInt64 { @_noLocks get { generation << 16 | UInt64(slot) } }
}
