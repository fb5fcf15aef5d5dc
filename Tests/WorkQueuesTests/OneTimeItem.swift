import CRealtime

@testable import WorkQueues

/// An item that performs a closure; it has to be performed, or dropped, once.
func oneTimeItem(_ body: @escaping @Sendable () -> Void) -> WorkItem {
  WorkItem(
    { context in
      guard let context else { return }
      Unmanaged<ClosureBox>.fromOpaque(context).takeRetainedValue().body()
    }, context: Unmanaged.passRetained(ClosureBox(body)).toOpaque())
}

/// Frees a one-time item that was not accepted.
func dropItem(_ item: WorkItem) {
  guard let context = item.context else { return }
  Unmanaged<ClosureBox>.fromOpaque(context).release()
}

/// An item that does nothing, for looking at what becomes of a put.
let idleItem = WorkItem({ _ in }, context: nil)

private final class ClosureBox: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
