// Control side.
public import Realtime

/// A queue's counters at one moment.
public struct QueueSnapshot: Sendable {
  /// The queue's name.
  public var name: String
  /// `standard`, `multithreaded`, `serial` or `preempting`.
  public var kind: String
  /// The name of its task class, empty for none.
  public var taskClass: String
  /// Its workers, guests included; a serial queue has none of its own.
  public var workers: [WorkerSnapshot]
  /// Items waiting now.
  public var depth: Int
  /// Most items that ever waited, short by up to 15 where they came and went.
  public var highestDepth: Int
  /// Items waiting now at priority -1, 0 and 1; those of serial queues with these queues.
  public var depths: [Int]
  /// Most items of each priority that waited whenever the depth was at its highest, or looked at.
  public var highestDepths: [Int]
  /// Items that fit.
  public var capacity: Int
  /// Items performed at priority -1, 0 and 1.
  public var performed: [UInt64]
  /// Items refused because the queue was full.
  public var refused: UInt64
  /// System calls made to wake workers.
  public var wakes: UInt64
  /// Items put without such a call, because a worker was awake; a serial queue's count with the
  /// queue below.
  public var savedWakes: UInt64
  /// Time spent in items, summed over all workers.
  public var busyNanoseconds: Int64
  /// From put to start.
  public var wait: DurationSummary
  /// From start to end.
  public var run: DurationSummary
  /// Deadlines that passed while items waited or ran.
  public var missedDeadlines: UInt64
  /// Times a worker rose before a deadline; a serial queue's count with the queue below.
  public var rises: UInt64
  /// Rises without any work.
  public var risesInVain: UInt64
  /// How often the queue was said to have long work, less how often that was taken back.
  public var longRunning: Int
  /// Workers it has for that, beside those it began with.
  public var grownWorkers: Int
  /// Workers that were ever started so.
  public var growths: UInt64
}

/// A worker's counters at one moment.
public struct WorkerSnapshot: Sendable {
  /// The thread's name.
  public var name: String
  /// The queue it works in.
  public var queue: String
  /// `worker`, `waiting` or `guest`.
  public var kind: String
  /// The kernel's id of the thread, 0 while a guest has not come yet.
  public var threadID: Int32
  /// What the thread really has; nil when it has not started or has ended.
  public var scheduling: ThreadScheduling?
  /// Who granted it; nil for a guest, which came with its own.
  public var grantSource: SchedulingGrant.Source?
  /// Whether its stack is locked in memory.
  public var isStackLocked: Bool
  /// Items it performed.
  public var performed: UInt64
  /// Time it spent in items.
  public var busyNanoseconds: Int64
  /// From start to end of its items.
  public var run: DurationSummary
  /// The item it is in; nil between items.
  public var item: WorkItemIdentity?
  /// Whether that item is not waited for any longer; see `PeriodRelay`.
  public var isLost: Bool
}

/// The timer's thread and counters at one moment.
public struct TimerSnapshot: Sendable {
  /// The kernel's id of its thread.
  public var threadID: Int32
  /// What the thread really has; nil when it has ended.
  public var scheduling: ThreadScheduling?
  /// Whether its stack is locked in memory.
  public var isStackLocked: Bool
  /// Scheduled and periodic items that wait for their time.
  public var waiting: Int
  /// Items handed to their queue when their time came.
  public var fired: UInt64
  /// Times an item was put off by a millisecond because its queue was full.
  public var postponed: UInt64
  /// From an item's time to the moment it was handed over.
  public var lateness: DurationSummary
}

/// An item that waits for its time, at one moment.
public struct ScheduledSnapshot: Sendable, Equatable {
  /// Which item it is.
  public var item: WorkItemIdentity
  /// The name of the queue it is put into; empty for one the timer's thread performs itself.
  public var queue: String
  /// When it is due, on CLOCK_MONOTONIC.
  public var dueNanoseconds: Int64
  /// How long until it comes again; 0 for once.
  public var intervalNanoseconds: Int64
}
