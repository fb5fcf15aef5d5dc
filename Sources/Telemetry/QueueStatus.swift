/// A work queue, as the meter shows it.
public struct QueueStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// The queue's name.
  public var name = ""
  /// `standard`, `multithreaded` or `serial`.
  public var kind = ""
  /// The task class its workers belong to; empty for none.
  public var taskClass = ""
  /// Workers it has, guests included.
  public var workers = 0
  /// The policy its workers really have: `FIFO`, `RR`, `OTHER`, or `mixed`.
  public var policy = ""
  /// The real-time priority its workers really have, 0 for none.
  public var priority = 0
  /// Items waiting now.
  public var depth = 0
  /// Most items that ever waited.
  public var highestDepth = 0
  /// Items that fit.
  public var capacity = 0
  /// Items performed at priority -1, 0 and 1.
  public var performed: [UInt64] = [0, 0, 0]
  /// Items refused because the queue was full.
  public var refused: UInt64 = 0
  /// Items performed per second, over the last frames.
  public var itemsPerSecond: Double = 0
  /// Share of its workers' time spent in items, over the last frames.
  public var load: Double = 0
  /// From put to start.
  public var wait = DurationStatus()
  /// From start to end.
  public var run = DurationStatus()
}
