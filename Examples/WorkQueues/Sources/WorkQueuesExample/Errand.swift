import WorkQueues

/// Work with a Swift closure, kept alive until it was performed.
///
/// A convenience of the control side: it allocates. In a cycle an item is a C function and a pointer
/// to what was made before.
struct Errand {
  let item: WorkItem

  init(_ body: @escaping @Sendable () -> Void) {
    let box = Box(body)
    item = WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
      }, context: Unmanaged.passRetained(box).toOpaque())
  }

  private final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
