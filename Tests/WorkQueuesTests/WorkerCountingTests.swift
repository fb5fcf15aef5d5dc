import CRealtime
import Realtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("Worker: counting", .serialized) struct WorkerCountingTests {
  /// A period that performs its steps itself is busy once, not twice.
  @Test func timeInANestedItemCountsOnce() throws {
    let bench = try GuestBench()
    let nesting = Nesting(bench.guest.handle)
    let sleep = WorkItem(
      { _ in _ = rt_sleep_until(rt_now_nanoseconds() + 5_000_000) }, context: nil)
    for _ in 0..<2 { try bench.queue.put(sleep) }
    let start = rt_now_nanoseconds()
    bench.guest.handle.perform(nesting.item, dueNanoseconds: start)
    let elapsed = rt_now_nanoseconds() - start
    let snapshot = bench.queue.snapshot()
    #expect(snapshot.performed == [0, 2, 1])
    #expect((10_000_000...elapsed).contains(snapshot.busyNanoseconds))
    #expect((10_000_000...elapsed).contains(snapshot.workers[0].busyNanoseconds))
    #expect((10_000_000...elapsed).contains(snapshot.run.maximumNanoseconds))
    let isStillInItsItem = nesting.isStillInItsItem.load(ordering: .relaxed)
    #expect(isStillInItsItem)
    bench.platform.shutdown()
  }
}

/// A period that performs what waits in the queue.
private final class Nesting: Sendable {
  let isStillInItsItem = Atomic<Bool>(false)
  private let worker: WorkerHandle

  init(_ worker: WorkerHandle) { self.worker = worker }

  var item: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<Nesting>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.perform() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func perform() {
    let started = worker.core.pointee.startedTicks.load(ordering: .relaxed)
    while worker.performNext() {}
    isStillInItsItem.store(
      worker.core.pointee.startedTicks.load(ordering: .relaxed) == started && started > 0,
      ordering: .relaxed)
  }
}
