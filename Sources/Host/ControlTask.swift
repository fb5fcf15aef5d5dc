public import WorkQueues

/// A closure as a work item, for work of the control side.
///
/// Made once and kept for as long as an item of it may run. Calling a closure counts references,
/// so a control task never goes to a queue the cycle waits for.
public final class ControlTask: Sendable {
  private let body: @Sendable () -> Void

  /// Creates a task.
  public init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  /// Does it at once, on the calling thread.
  public func perform() { body() }

  /// The item to put or schedule.
  public var item: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<ControlTask>.fromOpaque(context).takeUnretainedValue().perform()
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }
}

extension WorkTimer {
  /// Performs a task as a scheduled item; at once, and says why, when that is refused.
  func schedule(
    _ task: ControlTask, on queue: WorkQueue, delayNanoseconds: Int64 = 0,
    telling events: EventLog
  ) {
    do throws(WorkQueueError) {
      try schedule(task.item, on: queue, priority: .high, delayNanoseconds: delayNanoseconds)
    } catch {
      // A fade that comes too early is better than none.
      events.add(error.description)
      task.perform()
    }
  }
}
