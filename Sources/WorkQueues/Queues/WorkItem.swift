public import CRealtime

/// Work to perform once: a C function and the context it is called with.
///
/// A plain value, so that putting one into a queue neither allocates nor counts references.
@safe
public struct WorkItem: BitwiseCopyable, @unchecked Sendable {
  let function: rt_work
  let context: UnsafeMutableRawPointer?

  /// Creates an item; `context` must be valid until the item was performed.
  ///
  /// Thread: any.
  @_noLocks
  public init(_ function: @escaping rt_work, context: UnsafeMutableRawPointer?) {
    unsafe self.function = function
    unsafe self.context = unsafe context
  }

  /// Calls the function.
  ///
  /// Thread: any.
  @_noLocks
  public func perform() { unsafe rt_call_work(function, context) }
}

/// How urgent an item is within its queue; the values of RtwqPutWorkItem.
public enum WorkPriority: Int8, Sendable, CaseIterable {
  case low = -1
  case normal = 0
  case high = 1

  /// 0 for low to 2 for high: the place in tables kept by priority.
  var index: Int { @_noLocks get { Int(rawValue) + 1 } }
}

/// What became of a put.
public enum PutStatus: UInt8, Sendable {
  /// The item will be performed.
  case accepted
  /// The queue is full; the item was not taken.
  case full
  /// The queue is closed; the item was not taken.
  case closed
}

/// An item in a ring, with the moment it was put there.
struct QueuedItem: BitwiseCopyable {
  let item: WorkItem
  let putTicks: UInt64

  @_noLocks
  init(item: WorkItem, putTicks: UInt64) {
    self.item = item
    self.putTicks = putTicks
  }
}
