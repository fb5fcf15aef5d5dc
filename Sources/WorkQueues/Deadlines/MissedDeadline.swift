// Control side.

/// A deadline that passed while items of its queue waited or ran.
public struct MissedDeadline: Sendable, Equatable {
  /// The queue's name.
  public var queue: String
  /// The deadline, on CLOCK_MONOTONIC.
  public var dueNanoseconds: Int64
  /// How long after it that was noticed.
  public var lateNanoseconds: Int64
  /// Items that waited.
  public var waiting: Int
  /// Items that ran, eight at most.
  public var running: [RunningItem]

  /// An item that ran when a deadline passed.
  public struct RunningItem: Sendable, Equatable {
    /// The name of the worker it ran on; empty when that is gone.
    public var worker: String
    /// The kernel's id of the worker's thread.
    public var threadID: Int32
    /// Which item it is; nil for one that was just about to begin.
    public var item: WorkItemIdentity?
    /// Since when it ran.
    public var startedNanoseconds: Int64
    /// When it ended, after all too late; nil when it still ran.
    public var endedNanoseconds: Int64?
  }
}

/// Tells one item from another, without giving either away.
public struct WorkItemIdentity: Sendable, Hashable {
  let function: UInt
  let context: UInt
}

extension WorkItem {
  /// What a missed deadline names the item by.
  public var identity: WorkItemIdentity {
    WorkItemIdentity(function: functionAddress, context: contextAddress)
  }
}
