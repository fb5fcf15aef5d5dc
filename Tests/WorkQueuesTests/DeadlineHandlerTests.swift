import CRealtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("Deadline: handler", .serialized) struct DeadlineHandlerTests {
  @Test func hearsOfEachMiss() throws {
    let bench = try DeadlineBench(workers: 1)
    let control = try bench.platform.makeQueue(named: "control", kind: .standard)
    let heard = Recorder()
    var boxes: [NotedItem] = []
    bench.queue.onMissedDeadline(heard.item(7, keeping: &boxes), on: control)
    bench.hold()
    try bench.queue.put(bench.item(1))
    #expect(bench.waitUntilRunning(1))
    for _ in 0..<3 {
      _ = try bench.queue.setDeadline(dueNanoseconds: rt_now_nanoseconds() + 200_000)
    }
    #expect(eventually { heard.order == [7, 7, 7] })
    #expect(control.snapshot().performed == [0, 0, 3])

    bench.queue.onMissedDeadline(heard.item(8, keeping: &boxes), on: bench.queue)
    _ = try bench.queue.setDeadline(dueNanoseconds: 0)
    #expect(bench.waitUntilSettled())
    bench.queue.onMissedDeadline(nil, on: control)
    _ = try bench.queue.setDeadline(dueNanoseconds: 0)
    #expect(bench.waitUntilSettled())
    bench.open()
    #expect(eventually { heard.order == [7, 7, 7, 8] })
    #expect(bench.missed == 5)
    bench.platform.shutdown()
  }

  /// A queue that hears of misses lives until the queue that misses is closed.
  @Test func theHandlersQueueIsKeptAlive() throws {
    let bench = try DeadlineBench(workers: 1)
    var control: WorkQueue? = try bench.platform.makeQueue(named: "control", kind: .standard)
    weak let kept = control
    if let control {
      bench.queue.onMissedDeadline(bench.item(1), on: control)
      bench.platform.close(control)
    }
    control = nil
    #expect(kept != nil)
    bench.hold()
    try bench.queue.put(bench.item(2))
    #expect(bench.waitUntilRunning(1))
    _ = try bench.queue.setDeadline(dueNanoseconds: 0)
    #expect(bench.waitUntilSettled())
    #expect(bench.missed == 1)
    bench.open()
    bench.platform.close(bench.queue)
    #expect(kept == nil)
    #expect(bench.recorder.order == [2])
    bench.platform.shutdown()
  }

  /// A queue whose handler is put to a serial queue over it must not keep itself alive.
  @Test func twoQueuesThatHearOfEachOtherGoWhenTheyAreClosed() throws {
    let platform = try WorkPlatform()
    weak var first: WorkQueue?
    weak var second: WorkQueue?
    let nothing = WorkItem({ _ in }, context: nil)
    do {
      let one = try platform.makeQueue(named: "one", kind: .standard)
      let two = try platform.makeSerialQueue(named: "two", over: one)
      one.onMissedDeadline(nothing, on: two)
      two.onMissedDeadline(nothing, on: one)
      one.onMissedDeadline(nothing, on: one)
      one.onMissedDeadline(nothing, on: two)
      first = one
      second = two
    }
    #expect(first != nil && second != nil)
    platform.shutdown()
    #expect(first == nil && second == nil)
  }
}
