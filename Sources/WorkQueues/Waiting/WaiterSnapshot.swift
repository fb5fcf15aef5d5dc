// Control side.
public import Realtime

/// The waiter's thread and counters at one moment.
public struct WaiterSnapshot: Sendable {
  /// The kernel's id of its thread; 0 before the first waiting item.
  public var threadID: Int32
  /// What the thread really has; nil when it has not started or has ended.
  public var scheduling: ThreadScheduling?
  /// Whether its stack is locked in memory.
  public var isStackLocked: Bool
  /// Items that wait, or that a full queue keeps waiting.
  public var waiting: Int
  /// Items put into their queue when their descriptor was ready.
  public var fired: UInt64
  /// Items that were cancelled.
  public var cancelled: UInt64
  /// Times an item was put off because its queue was full.
  public var postponed: UInt64
  /// Items, or cancellations, lost to a queue that was closed or stayed full at the end.
  public var dropped: UInt64
}
