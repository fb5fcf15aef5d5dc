import WorkQueues

extension QueueSnapshot {
  /// Items performed at all priorities.
  var performedItems: UInt64 { performed.reduce(0, +) }
}
