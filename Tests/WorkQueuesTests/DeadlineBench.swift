import CRealtime
import Synchronization

@testable import WorkQueues

/// A queue with two workers, and items that a test holds in the middle.
final class DeadlineBench {
  let platform: WorkPlatform
  let queue: WorkQueue
  let recorder = Recorder()
  private var boxes: [NotedItem] = []

  init(workers: Int = 2, spinNanoseconds: Int64 = 0) throws {
    platform = try WorkPlatform()
    queue = try platform.makeQueue(
      named: "bench", kind: .multithreaded(workers: workers), spinNanoseconds: spinNanoseconds)
  }

  func item(_ id: Int) -> WorkItem { recorder.item(id, keeping: &boxes) }

  /// Items go on and end.
  func open() { recorder.gate.store(true, ordering: .releasing) }

  /// Items that begin from here on stay in their middle.
  func hold() { recorder.gate.store(false, ordering: .releasing) }

  func waitUntilRunning(_ count: Int) -> Bool {
    eventually { recorder.running.load(ordering: .acquiring) == count }
  }

  var missed: UInt64 { queue.snapshot().missedDeadlines }

  var armed: UInt64 { queue.core.pointee.deadlines.pointee.armed.load(ordering: .acquiring) }

  /// Waits until no deadline is left.
  func waitUntilSettled() -> Bool { eventually { armed == 0 } }

  /// Waits until all workers sleep.
  func waitUntilAsleep() -> Bool {
    eventually {
      var isAsleep = true
      var next = queue.core.pointee.deadlines.pointee.firstSeat
      while let seat = next {
        if seat.pointee.rises, seat.pointee.sleepsUntil.load(ordering: .acquiring) == 0 {
          isAsleep = false
        }
        next = seat.pointee.nextSeat
      }
      return isAsleep
    }
  }
}
