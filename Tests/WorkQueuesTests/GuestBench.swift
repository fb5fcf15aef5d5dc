import CRealtime
import Synchronization

@testable import WorkQueues

/// A queue without threads, and a guest that performs its items one by one when the test says so.
final class GuestBench {
  let platform: WorkPlatform
  let queue: WorkQueue
  let guest: GuestWorker
  let recorder = Recorder()
  private var boxes: [NotedItem] = []

  init(capacity: Int = 1024) throws {
    platform = try WorkPlatform()
    queue = try platform.makeQueue(
      named: "bench", kind: .multithreaded(workers: 0), capacity: capacity)
    guest = queue.makeGuest(named: "guest")
  }

  var order: [Int] { recorder.order }

  func item(_ id: Int) -> WorkItem { recorder.item(id, keeping: &boxes) }

  func performAll() { while guest.handle.performNext() {} }
}
