import CRealtime
import Foundation
import Synchronization
import Testing

@testable import WorkQueues

@Suite("WorkQueue: closing", .serialized) struct ClosingTests {
  @Test func performsItselfWhatNobodyElseIsThereFor() throws {
    let bench = try GuestBench()
    for id in 0..<3 { try bench.queue.put(bench.item(id), priority: WorkPriority.allCases[id]) }
    bench.platform.close(bench.queue)
    #expect(bench.order == [2, 1, 0])
    #expect(bench.queue.snapshot().depth == 0)
    bench.platform.shutdown()
  }

  /// A producer that was counted before the queue closed is waited for.
  @Test func waitsForAPutThatIsUnderWay() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 2))
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let item = recorder.item(1, keeping: &boxes)
    queue.core.pointee.counted.wrappingAdd(1, ordering: .sequentiallyConsistent)
    let closing = ClosingThread(queue)
    #expect(eventually { queue.core.pointee.isClosed.load(ordering: .acquiring) })
    _ = rt_sleep_until(rt_now_nanoseconds() + 20_000_000)
    let isPlaced = queue.core.pointee.place(item, priority: .low)
    #expect(isPlaced)
    queue.core.pointee.announce(.low)
    #expect(eventually { closing.isDone })
    #expect(recorder.order == [1])
    platform.shutdown()
  }

  @Test func closesTheSerialQueuesOverItFirst() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 2))
    let outer = try platform.makeSerialQueue(named: "outer", over: queue)
    let inner = try platform.makeSerialQueue(named: "inner", over: outer)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<50 { try inner.put(recorder.item(id, keeping: &boxes)) }
    platform.close(queue)
    #expect(recorder.order == Array(0..<50))
    let late = recorder.item(50, keeping: &boxes)
    for serial in [outer, inner] {
      let error = #expect(throws: WorkQueueError.self) { try serial.put(late) }
      #expect(error?.code == .closed)
    }
    platform.shutdown()
  }

  @Test func nothingMayStandOverAClosedQueue() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    platform.close(queue)
    let error = #expect(throws: WorkQueueError.self) {
      try platform.makeSerialQueue(named: "late", over: queue)
    }
    #expect(error?.code == .closed)
    platform.shutdown()
  }

  @Test func performsWhatWaitsInASerialQueueThatHasNoThreadsBelow() throws {
    let bench = try GuestBench()
    let outer = try bench.platform.makeSerialQueue(named: "outer", over: bench.queue)
    let inner = try bench.platform.makeSerialQueue(named: "inner", over: outer)
    try inner.put(bench.item(1))
    try outer.put(bench.item(2))
    let closing = ClosingThread(outer)
    #expect(eventually { closing.isDone })
    #expect(bench.order.sorted() == [1, 2])
    bench.platform.shutdown()
  }

  @Test func aQueueThatIsGoneIsGoneForTheTimerToo() throws {
    let platform = try WorkPlatform()
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    var queue: WorkQueue? = try platform.makeQueue(named: "q", kind: .standard)
    weak let gone = queue
    if let queue {
      for id in 0..<20 {
        try platform.timer.schedule(
          recorder.item(id, keeping: &boxes), on: queue, delayNanoseconds: 60_000_000_000)
      }
      _ = try platform.timer.addPeriodic(
        recorder.item(20, keeping: &boxes), on: queue, intervalNanoseconds: 1_000_000_000)
      platform.close(queue)
    }
    queue = nil
    #expect(gone == nil)
    #expect(platform.timer.snapshot().waiting == 0)
    platform.shutdown()
  }
}

/// Closes a queue on a thread of its own, so that a test can see that it does not come back.
final class ClosingThread: Sendable {
  private let done = Atomic<Bool>(false)

  init(_ queue: WorkQueue) {
    let thread = Thread {
      queue.close()
      self.done.store(true, ordering: .releasing)
    }
    thread.start()
  }

  var isDone: Bool { done.load(ordering: .acquiring) }
}
