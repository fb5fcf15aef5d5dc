// Control side.
public import CRealtime

extension WorkItemIdentity {
  /// The context of an item with this function; nil for an item with another.
  ///
  /// Only who makes items knows their functions, and what their contexts are. Thread: any.
  public func context(of function: @escaping rt_work) -> UnsafeMutableRawPointer? {
    let function = unsafe WorkItem(function, context: nil).functionAddress
    guard self.function == function else { return nil }
    return unsafe UnsafeMutableRawPointer(bitPattern: context)
  }
}
