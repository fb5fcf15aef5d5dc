import CRealtime
import Synchronization
import WorkQueues

/// A queue whose items are numbered, and know when they come at the same time or out of order.
final class NumberedQueue: Sendable {
  let queue: WorkQueue
  /// Items put.
  let count = Atomic<Int>(0)
  let mostAtOnce = Atomic<Int>(0)
  /// Items that ended after one that was put later.
  let outOfOrder = Atomic<Int>(0)
  private let inside = Atomic<Int>(0)
  private let lastEnded = Atomic<Int>(-1)
  private let threads = Mutex<Set<Int32>>([])

  init(_ queue: WorkQueue) { self.queue = queue }

  /// Threads that performed items.
  var threadCount: Int { threads.withLock { $0.count } }

  /// Puts the next number; thread: one at a time.
  func putNext() {
    let item = Numbered(self, count.load(ordering: .relaxed))
    let kept = Unmanaged.passRetained(item)
    let work = WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<Numbered>.fromOpaque(context).takeRetainedValue().perform()
      }, context: kept.toOpaque())
    if (try? queue.put(work)) != nil {
      count.wrappingAdd(1, ordering: .relaxed)
    } else {
      kept.release()
    }
  }

  private final class Numbered {
    private let queue: NumberedQueue
    private let number: Int

    init(_ queue: NumberedQueue, _ number: Int) {
      self.queue = queue
      self.number = number
    }

    /// Odd numbers are short, so that one overtakes its predecessor where it may.
    func perform() {
      let inside = queue.inside.wrappingAdd(1, ordering: .relaxed).newValue
      queue.mostAtOnce.max(inside, ordering: .relaxed)
      _ = queue.threads.withLock { $0.insert(rt_thread_id()) }
      Burning.processor(nanoseconds: number % 2 == 0 ? 400_000 : 100_000)
      let before = queue.lastEnded.max(number, ordering: .relaxed).oldValue
      if before > number { queue.outOfOrder.wrappingAdd(1, ordering: .relaxed) }
      queue.inside.wrappingSubtract(1, ordering: .relaxed)
    }
  }
}
