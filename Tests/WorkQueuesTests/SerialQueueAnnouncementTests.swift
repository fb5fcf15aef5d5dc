import CRealtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("Serial queue: announcements", .serialized) struct SerialQueueAnnouncementTests {
  /// A producer that is interrupted between its put and its announcement leaves a bit behind that
  /// means nothing any more.
  @Test func aStaleAnnouncementHidesNoOther() throws {
    let bench = try GuestBench()
    let outer = try bench.platform.makeSerialQueue(named: "outer", over: bench.queue)
    let inner = try (0..<3).map {
      try bench.platform.makeSerialQueue(named: "inner \($0)", over: outer)
    }
    for round in 0..<150 {
      inner[round % 3].core.pointee.announce(.normal)
      try inner[(round + 1) % 3].put(bench.item(round))
      bench.performAll()
    }
    #expect(bench.order == Array(0..<150))
    bench.platform.shutdown()
  }

  @Test func aStaleAnnouncementDoesNotLookLikeAnEmptyQueue() throws {
    let bench = try GuestBench()
    let serials = try (0..<3).map {
      try bench.platform.makeSerialQueue(named: "s\($0)", over: bench.queue)
    }
    for round in 0..<150 {
      serials[round % 3].core.pointee.announce(.normal)
      try serials[(round + 1) % 3].put(bench.item(round))
      #expect(bench.guest.handle.performNext())
      #expect(bench.order.count == round + 1)
      bench.performAll()
    }
    bench.platform.shutdown()
  }

  @Test func whatIsLeftIsAnnouncedWithItsPriority() throws {
    let bench = try GuestBench()
    let outer = try bench.platform.makeSerialQueue(named: "outer", over: bench.queue)
    let inner = try bench.platform.makeSerialQueue(named: "inner", over: outer)
    for round in 0..<8 {
      let start = bench.order.count
      try inner.put(bench.item(3))
      try bench.queue.put(bench.item(4))
      if !round.isMultiple(of: 2) { try bench.queue.put(bench.item(5)) }
      try outer.put(bench.item(1), priority: .high)
      try outer.put(bench.item(2), priority: .high)
      bench.performAll()
      #expect(Array(bench.order[start..<start + 2]) == [1, 2])
    }
    bench.platform.shutdown()
  }

  @Test func neighboursAdvanceAlike() throws {
    let bench = try GuestBench()
    let serials = try (0..<3).map {
      try bench.platform.makeSerialQueue(named: "s\($0)", over: bench.queue)
    }
    for _ in 0..<60 {
      for (id, serial) in serials.enumerated() { try serial.put(bench.item(id)) }
    }
    for _ in 0..<60 { _ = bench.guest.handle.performNext() }
    for id in 0..<3 { #expect(bench.order.count { $0 == id } == 20) }
    bench.platform.shutdown()
  }

  /// Two serial queues over two workers run side by side, also when both were announced to a
  /// worker that was looking for work and so woke nobody.
  @Test func aWorkerThatWasLookingForWorkWakesTheNext() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(
      named: "q", kind: .multithreaded(workers: 2), spinNanoseconds: 300_000_000)
    let first = try platform.makeSerialQueue(named: "first", over: queue)
    let second = try platform.makeSerialQueue(named: "second", over: queue)
    let meeting = Meeting()
    #expect(eventually { queue.core.pointee.spinners.load(ordering: .relaxed) > 0 })
    #expect(eventually { queue.core.pointee.spinners.load(ordering: .relaxed) == 0 })
    _ = rt_sleep_until(rt_now_nanoseconds() + 20_000_000)
    queue.handle.wake(1)
    #expect(eventually { queue.core.pointee.spinners.load(ordering: .relaxed) == 1 })
    try first.put(meeting.item)
    try second.put(meeting.item)
    #expect(eventually { meeting.left.load(ordering: .acquiring) == 2 })
    #expect(meeting.met.load(ordering: .acquiring) == 2)
    platform.shutdown()
  }
}

/// Work that two have to do at the same time.
private final class Meeting: Sendable {
  let came = Atomic<Int>(0)
  let met = Atomic<Int>(0)
  let left = Atomic<Int>(0)

  var item: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<Meeting>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.meet() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  private func meet() {
    came.wrappingAdd(1, ordering: .acquiringAndReleasing)
    let end = rt_now_nanoseconds() + 3_000_000_000
    while came.load(ordering: .acquiring) < 2, rt_now_nanoseconds() < end {
      _ = rt_sleep_until(rt_now_nanoseconds() + 100_000)
    }
    if came.load(ordering: .acquiring) == 2 { met.wrappingAdd(1, ordering: .relaxed) }
    left.wrappingAdd(1, ordering: .releasing)
  }
}
