import Host
import Synchronization
import WorkQueues

/// A queue that is given the same item again and again.
final class PacedQueue: Sendable {
  let queue: WorkQueue
  private let task: ControlTask
  private let accepted = Atomic<Int>(0)

  /// Each item uses so much of the processor.
  init(_ queue: WorkQueue, itemNanoseconds: Int64) {
    self.queue = queue
    task = ControlTask { Burning.processor(nanoseconds: itemNanoseconds) }
  }

  /// Puts one more; one that finds the queue full is not counted.
  func put() {
    if (try? queue.put(task.item)) != nil { accepted.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Items that were taken.
  var count: Int { accepted.load(ordering: .relaxed) }
}
