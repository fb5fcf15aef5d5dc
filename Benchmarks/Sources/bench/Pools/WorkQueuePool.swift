import CRealtime
import WorkQueues

/// A work queue of ours, with a platform of its own.
struct WorkQueuePool: Pool {
  let platform: WorkPlatform
  let queue: WorkQueue

  init(
    kind: WorkQueue.Kind, taskClass: TaskClass? = nil, capacity: Int = 1024,
    spinNanoseconds: Int64 = 0
  ) throws {
    let platform = try WorkPlatform()
    self.platform = platform
    queue = try platform.makeQueue(
      named: "bench", kind: kind, taskClass: taskClass,
      capacity: capacity, spinNanoseconds: spinNanoseconds)
  }

  /// The class of audio threads, SCHED_FIFO.
  static let proAudio = TaskClassTable.builtIn["Pro Audio"]

  func put(_ count: Int, _ work: @escaping rt_work, context: UnsafeMutableRawPointer?) {
    let handle = queue.handle
    let item = WorkItem(work, context: context)
    for _ in 0..<count {
      while handle.put(item) != .accepted { rt_spin_pause() }
    }
  }

  func close() { platform.shutdown() }
}
