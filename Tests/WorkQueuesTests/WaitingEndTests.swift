import CRealtime
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("Waiting items: full queues and ends", .serialized) struct WaitingEndTests {
  @Test func anItemWaitsWhileItsQueueIsFull() throws {
    let bench = try GuestBench(capacity: 1)
    let descriptor = try TestDescriptor.event()
    try bench.queue.put(bench.item(0))
    try bench.platform.putWaiting(
      bench.item(1), on: bench.queue, descriptor: descriptor.number)
    let key = try bench.platform.putWaiting(
      bench.item(2), on: bench.queue, descriptor: nil, onCancel: bench.item(3))
    descriptor.signal()
    #expect(eventually { bench.platform.waiter.snapshot().postponed > 0 })
    #expect(bench.platform.cancelWaiting(key))
    // It fired once; what becomes of the descriptor does not matter any more.
    descriptor.drain()
    #expect(eventually { bench.performedByNow() == [0, 1, 3] })
    #expect(eventually { bench.platform.waiter.snapshot().waiting == 0 })
    #expect(bench.platform.waiter.snapshot().dropped == 0)
    bench.platform.shutdown()
  }

  @Test func anItemThatAFullQueueKeepsWaitingCanBeCancelled() throws {
    let bench = try GuestBench(capacity: 1)
    let descriptor = try TestDescriptor.event()
    descriptor.signal()
    try bench.queue.put(bench.item(0))
    let key = try bench.platform.putWaiting(
      bench.item(1), on: bench.queue, descriptor: descriptor.number, onCancel: bench.item(2))
    #expect(eventually { bench.platform.waiter.snapshot().postponed > 0 })
    // While it is just being tried again it cannot be.
    #expect(eventually { bench.platform.cancelWaiting(key) })
    #expect(eventually { bench.performedByNow() == [0, 2] })
    bench.platform.shutdown()
  }

  @Test func shutdownCancelsWhatWaits() throws {
    let open = TestDescriptor.openCount
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let serial = try platform.makeSerialQueue(named: "s", over: queue)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let descriptor = try TestDescriptor.event()
    let joined = try serial.join(descriptor.number)
    for id in 1...20 {
      let (run, cancelled) = (
        recorder.item(-id, keeping: &boxes), recorder.item(id, keeping: &boxes)
      )
      if id % 4 == 0 {
        try joined.put(run, onCancel: cancelled)
      } else {
        try platform.putWaiting(
          run, on: id % 2 == 0 ? queue : serial, descriptor: id % 3 == 0 ? nil : descriptor.number,
          onCancel: cancelled)
      }
    }
    try platform.putWaiting(recorder.item(-21, keeping: &boxes), on: queue, descriptor: nil)
    platform.shutdown()
    #expect(recorder.order.sorted() == Array(1...20))
    let snapshot = platform.waiter.snapshot()
    #expect(snapshot.waiting == 0)
    #expect(snapshot.cancelled == 21)
    #expect(snapshot.dropped == 0)
    joined.unjoin()
    descriptor.close()
    #expect(TestDescriptor.openCount == open)
    platform.shutdown()
  }

  @Test func closingAQueueCancelsWhatWaitsForIt() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let other = try platform.makeQueue(named: "other", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let descriptor = try TestDescriptor.event()
    for id in 1...5 {
      try platform.putWaiting(
        recorder.item(-id, keeping: &boxes), on: queue, descriptor: descriptor.number,
        onCancel: recorder.item(id, keeping: &boxes))
    }
    try platform.putWaiting(
      recorder.item(6, keeping: &boxes), on: other, descriptor: descriptor.number)
    platform.close(queue)
    #expect(recorder.order == [1, 2, 3, 4, 5])
    #expect(platform.waiter.snapshot().waiting == 1)
    descriptor.signal()
    #expect(eventually { recorder.order == [1, 2, 3, 4, 5, 6] })
    platform.shutdown()
  }

  @Test func aQueueThatIsGoneIsGoneForTheWaiterToo() throws {
    let platform = try WorkPlatform()
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    let descriptor = try TestDescriptor.event()
    var queue: WorkQueue? = try platform.makeQueue(named: "q", kind: .standard)
    weak let gone = queue
    if let queue {
      for id in 0..<20 {
        try platform.putWaiting(
          recorder.item(id, keeping: &boxes), on: queue, descriptor: descriptor.number)
      }
      platform.close(queue)
    }
    queue = nil
    #expect(gone == nil)
    #expect(platform.waiter.snapshot().waiting == 0)
    descriptor.signal()
    #expect(recorder.order == [])
    platform.shutdown()
  }

  /// As when a put overtakes the look for what waits in `close`.
  @Test func whatCameLateForAQueueThatGoesIsDropped() throws {
    let platform = try WorkPlatform()
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    var queue: WorkQueue? = try platform.makeQueue(named: "q", kind: .standard)
    let core = try platform.waiter.start()
    if let queue {
      platform.close(queue)
      core.armLate(
        recorder.item(1, keeping: &boxes), onCancel: recorder.item(2, keeping: &boxes), on: queue,
        source: nil)
    }
    queue = nil
    #expect(platform.waiter.snapshot().waiting == 0)
    #expect(platform.waiter.snapshot().dropped == 1)
    #expect(recorder.order == [])
    platform.shutdown()
  }

  /// The same, and the descriptor becomes ready before the queue goes.
  @Test func whatComesForAClosedQueueIsDropped() throws {
    let bench = try GuestBench()
    let waiter = try WaitingBench()
    let descriptor = try TestDescriptor.event()
    _ = try waiter.put(
      bench.item(1), on: bench.queue, descriptor: descriptor.number, onCancel: bench.item(2))
    let key = try waiter.put(
      bench.item(1), on: bench.queue, descriptor: nil, onCancel: bench.item(2))
    bench.platform.close(bench.queue)
    descriptor.signal()
    #expect(waiter.cancel(key))
    waiter.turn()
    #expect(waiter.waiting == 0)
    #expect(waiter.core.pointee.dropped.load(ordering: .relaxed) == 2)
    #expect(bench.order == [])
    bench.platform.shutdown()
  }

  /// Nobody takes what is in the queue: the cancellations cannot be had.
  @Test func theEndDoesNotWaitForAFullQueueForEver() throws {
    let bench = try GuestBench(capacity: 1)
    let waiter = WorkWaiter(
      scheduling: .normal(nice: 0), broker: nil, patienceNanoseconds: 20_000_000)
    try bench.queue.put(bench.item(0))
    for _ in 0..<3 {
      _ = try waiter.put([
        WaitingItem(bench.item(1), on: bench.queue, descriptor: nil, onCancel: bench.item(2))
      ])
    }
    waiter.evict(bench.queue.core)
    #expect(waiter.snapshot().waiting == 0)
    #expect(waiter.snapshot().dropped == 3)
    _ = try waiter.put([
      WaitingItem(bench.item(1), on: bench.queue, descriptor: nil, onCancel: bench.item(2))
    ])
    waiter.stop()
    waiter.stop()
    #expect(waiter.snapshot().waiting == 0)
    #expect(waiter.snapshot().dropped == 4)
    bench.performAll()
    #expect(bench.order == [0])
    bench.platform.shutdown()
  }

  @Test func descriptorsAreGivenBack() throws {
    let bench = try GuestBench()
    let descriptor = try TestDescriptor.event()
    let key = try bench.platform.putWaiting(bench.item(0), on: bench.queue, descriptor: nil)
    let open = TestDescriptor.openCount
    descriptor.signal()
    for round in 0..<3000 {
      let key = try bench.platform.putWaiting(
        bench.item(1), on: bench.queue, descriptor: descriptor.number)
      if round % 2 == 0 { bench.platform.cancelWaiting(key) }
      if round % 100 == 0 {
        #expect(eventually { bench.platform.waiter.snapshot().waiting == 1 })
        bench.performAll()
      }
    }
    #expect(eventually { bench.platform.waiter.snapshot().waiting == 1 })
    #expect(eventually { TestDescriptor.openCount == open })
    #expect(bench.platform.cancelWaiting(key))
    bench.platform.shutdown()
  }
}
