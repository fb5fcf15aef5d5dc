import CRealtime
import Realtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("WorkQueue: contention", .serialized) struct ContentionTests {
  @Test(arguments: [1, 5, 16])
  func refusesWhenFullAndCountsIt(capacity: Int) throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(
      named: "q", kind: .multithreaded(workers: 2), capacity: capacity)
    let attempts = 3000
    let producers = try (0..<4).map {
      try Producer(puttingInto: [queue.handle], number: $0, atMost: attempts)
    }
    for producer in producers { producer.join() }
    #expect(eventually { queue.snapshot().depth == 0 })
    platform.close(queue)
    let snapshot = queue.snapshot()
    let performed = Int(snapshot.performed.reduce(0, +))
    #expect(producers.map(\.wrong) == [0, 0, 0, 0])
    #expect(performed + Int(snapshot.refused) == 4 * attempts)
    #expect(performed == producers.reduce(0) { $0 + $1.performed })
    #expect((1...capacity).contains(snapshot.highestDepth))
    #expect(snapshot.depth == 0)
    platform.shutdown()
  }

  @Test func guestsAndWorkersShareTheWork() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(
      named: "q", kind: .multithreaded(workers: 2), spinNanoseconds: 50_000)
    let serial = try platform.makeSerialQueue(named: "serial", over: queue)
    let visits = try (0..<2).map { try GuestThread(workingIn: queue, number: $0) }
    let producers = try (0..<3).map {
      try Producer(puttingInto: [queue.handle, serial.handle], number: $0, atMost: 4000)
    }
    for producer in producers { producer.join() }
    platform.close(queue)
    for visit in visits { visit.stop() }
    #expect(producers.map(\.wrong) == [0, 0, 0])
    let workers = queue.snapshot().workers
    let counted = workers.reduce(0) { $0 + Int($1.performed) }
    #expect(counted == producers.reduce(0) { $0 + $1.performed })
    platform.shutdown()
  }

  /// Items that put more items, until the queue is closed above them.
  @Test(arguments: 1...3)
  func itemsMayPutMoreWhileTheQueueCloses(workers: Int) throws {
    for round in 0..<60 {
      let platform = try WorkPlatform()
      let queue = try platform.makeQueue(
        named: "q", kind: .multithreaded(workers: workers), capacity: 32)
      let serial = try platform.makeSerialQueue(named: "s", over: queue, capacity: 32)
      let family = Family([queue.handle, serial.handle])
      family.begin()
      _ = rt_sleep_until(rt_now_nanoseconds() + Int64(round) * 5_000)
      platform.close(queue)
      let accepted = family.accepted.load(ordering: .acquiring)
      #expect(family.performed.load(ordering: .acquiring) == accepted)
      #expect(accepted > 0)
      #expect(queue.snapshot().depth == 0 && serial.snapshot().depth == 0)
      platform.shutdown()
    }
  }
}

/// An item that puts two of its kind wherever there is room.
private final class Family: Sendable {
  let accepted = Atomic<Int>(0)
  let performed = Atomic<Int>(0)
  private let queues: [QueueHandle]

  init(_ queues: [QueueHandle]) { self.queues = queues }

  func begin() { put(0) }

  private var item: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<Family>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.multiply() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func multiply() {
    let number = performed.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
    put(number)
    put(number + 1)
  }

  private func put(_ number: Int) {
    let status = queues[number % queues.count]
      .put(item, priority: WorkPriority.allCases[number % 3])
    if status == .accepted { accepted.wrappingAdd(1, ordering: .acquiringAndReleasing) }
  }
}

/// A thread of the test's that comes to a queue again and again, as a driver's does.
private final class GuestThread: @unchecked Sendable {
  private let guest: GuestWorker
  private let isStopping = Atomic<Bool>(false)
  private var thread: RealtimeThread?

  init(workingIn queue: WorkQueue, number: Int) throws {
    guest = queue.makeGuest(named: "guest \(number)")
    thread = try RealtimeThread(
      name: "guest \(number)", scheduling: number == 0 ? .fifo(priority: 3) : .normal(nice: 0),
      body: { context in
        guard let context else { return }
        Unmanaged<GuestThread>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.visit() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  func stop() {
    isStopping.store(true, ordering: .releasing)
    thread?.join()
  }

  private func visit() {
    while !isStopping.load(ordering: .acquiring) {
      for _ in 0..<50 where guest.handle.performNext() {}
      _ = rt_sleep_until(rt_now_nanoseconds() + 30_000)
    }
  }
}
