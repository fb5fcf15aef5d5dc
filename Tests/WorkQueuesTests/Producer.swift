import CRealtime
import Realtime
import Synchronization

@testable import WorkQueues

/// A thread that puts items until the queues are closed; every third one at real-time priority.
///
/// Each item has a mark of its own, so that one that is lost is not made up for by another that is
/// performed twice.
final class Producer: @unchecked Sendable {
  /// What became of each item: how often it was performed, and 100 when it was accepted.
  private let marks: UnsafeMutablePointer<Atomic<Int>>
  private let queues: [QueueHandle]
  private let limit: Int
  private var thread: RealtimeThread?
  let accepted = Atomic<Int>(0)
  let full = Atomic<Int>(0)
  let closed = Atomic<Int>(0)

  init(puttingInto queues: [QueueHandle], number: Int, atMost limit: Int = 5000) throws {
    self.queues = queues
    self.limit = limit
    marks = .allocate(capacity: limit)
    for index in 0..<limit { (marks + index).initialize(to: Atomic(0)) }
    thread = try RealtimeThread(
      name: "producer \(number)",
      scheduling: number % 3 == 0 ? .fifo(priority: 1 + number) : .normal(nice: 0),
      body: { context in
        guard let context else { return }
        Unmanaged<Producer>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.produce() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    marks.deinitialize(count: limit)
    marks.deallocate()
  }

  func join() { thread?.join() }

  var performed: Int {
    (0..<limit).reduce(0) { $0 + marks[$1].load(ordering: .acquiring) % 100 }
  }

  /// Items that were accepted and not performed, refused and performed, or performed twice.
  var wrong: Int {
    (0..<limit).count { index in
      let mark = marks[index].load(ordering: .acquiring)
      return mark != 0 && mark != 101
    }
  }

  private func produce() {
    for count in 0..<limit {
      let item = WorkItem(
        { context in
          guard let mark = context?.assumingMemoryBound(to: Atomic<Int>.self) else { return }
          mark.pointee.wrappingAdd(1, ordering: .acquiringAndReleasing)
        }, context: marks + count)
      let status = queues[count % queues.count]
        .put(item, priority: WorkPriority.allCases[count % 3])
      switch status {
      case .accepted:
        marks[count].wrappingAdd(100, ordering: .acquiringAndReleasing)
        accepted.wrappingAdd(1, ordering: .acquiringAndReleasing)
      case .full:
        full.wrappingAdd(1, ordering: .acquiringAndReleasing)
        // At real-time priority it must leave the core to those that make room.
        _ = rt_sleep_until(rt_now_nanoseconds() + 20_000)
      case .closed:
        closed.wrappingAdd(1, ordering: .acquiringAndReleasing)
        return
      }
    }
  }
}
