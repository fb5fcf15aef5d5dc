// Control side.
import Glibc
import WorkQueues

extension WorkPlatform {
  /// Items that fit a queue: programs written for Windows know no limit.
  static let itemCapacity = 16_384

  static let processorCount = max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// Makes the queue of the platform of that number.
  func makePlatformQueue(_ number: Int) throws(WorkQueueError) -> WorkQueue {
    switch number {
    case 2: try makeQueue("rt", .standard)
    case 3: try makeQueue("io", .multithreaded(workers: 2))
    case 4: try makeQueue("timer items", .standard)
    case 5: try makeQueue("multithreaded", .multithreaded(workers: Self.processorCount))
    case 7: try makeQueue("long", .multithreaded(workers: 2))
    default: try makeQueue("standard", .standard)
    }
  }

  private func makeQueue(
    _ name: String, _ kind: WorkQueue.Kind
  ) throws(WorkQueueError) -> WorkQueue {
    try makeQueue(named: name, kind: kind, capacity: 2 * Self.itemCapacity)
  }
}
