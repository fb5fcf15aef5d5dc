import CRealtime
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

/// The queue's lists are looked at only when the growing thread is not at them: the ThreadSanitizer
/// does not know the lock they are behind.
@Suite("WorkQueue: long-running", .serialized) struct LongRunningTests {
  private func grown(_ bench: DeadlineBench) -> Int {
    bench.queue.core.pointee.growth.grown.load(ordering: .acquiring)
  }

  private func growths(_ bench: DeadlineBench) -> UInt64 {
    bench.queue.core.pointee.growth.growths.load(ordering: .acquiring)
  }

  @Test func startsAWorkerForEachItemThatWouldStarve() throws {
    let bench = try DeadlineBench(workers: 2)
    bench.hold()
    bench.queue.setLongRunning(true)
    for id in 0..<6 { try bench.queue.put(bench.item(id)) }
    #expect(bench.waitUntilRunning(6))
    #expect(eventually { grown(bench) == 4 })
    let snapshot = bench.queue.snapshot()
    #expect(snapshot.longRunning == 1)
    #expect(snapshot.grownWorkers == 4)
    #expect(snapshot.growths == 4)
    let names = snapshot.workers.map(\.name).suffix(4)
    #expect(names == ["bench +1", "bench +2", "bench +3", "bench +4"])
    bench.open()
    bench.platform.shutdown()
    #expect(bench.recorder.order.sorted() == Array(0..<6))
  }

  /// What waited before the hint came is found too.
  @Test func aHintThatComesLateIsGoodForWhatWaits() throws {
    let bench = try DeadlineBench(workers: 1)
    bench.hold()
    for id in 0..<3 { try bench.queue.put(bench.item(id)) }
    #expect(bench.waitUntilRunning(1))
    _ = rt_sleep_until(rt_now_nanoseconds() + 10_000_000)
    #expect(bench.recorder.running.load(ordering: .acquiring) == 1)
    #expect(growths(bench) == 0)
    bench.queue.setLongRunning(true)
    #expect(bench.waitUntilRunning(3))
    bench.open()
    bench.platform.shutdown()
    #expect(bench.recorder.order.count == 3)
  }

  @Test func aQueueWithoutWorkersComesToOne() throws {
    let bench = try DeadlineBench(workers: 0)
    bench.queue.setLongRunning(true)
    try bench.queue.put(bench.item(1))
    #expect(eventually { bench.recorder.count.load(ordering: .acquiring) == 1 })
    #expect(eventually { grown(bench) == 1 })
    bench.platform.shutdown()
  }

  @Test func sixtyFourIsTheLimit() throws {
    let bench = try DeadlineBench(workers: 2)
    let gate = Gate()
    bench.queue.setLongRunning(true)
    for _ in 0..<70 { try bench.queue.put(gate.item) }
    #expect(eventually { gate.entered.load(ordering: .acquiring) == 64 })
    #expect(eventually { grown(bench) == 62 })
    _ = rt_sleep_until(rt_now_nanoseconds() + 10_000_000)
    #expect(gate.entered.load(ordering: .acquiring) == 64)
    gate.open()
    #expect(eventually { gate.entered.load(ordering: .acquiring) == 70 })
    #expect(growths(bench) == 62)
    bench.platform.shutdown()
  }

  /// They leave after a while without work, and come again when there is need.
  @Test func idleWorkersLeave() throws {
    let bench = try DeadlineBench(workers: 1)
    bench.queue.core.pointee.growth.idleNanoseconds.store(5_000_000, ordering: .releasing)
    bench.queue.setLongRunning(true)
    for round in 1...3 {
      bench.hold()
      for id in 0..<3 { try bench.queue.put(bench.item(id)) }
      #expect(bench.waitUntilRunning(3))
      bench.open()
      #expect(eventually { bench.recorder.count.load(ordering: .acquiring) == 3 * round })
      #expect(eventually { grown(bench) == 0 })
    }
    #expect(growths(bench) >= 6)
    let snapshot = bench.queue.snapshot()
    #expect(snapshot.workers.map(\.name) == ["bench"])
    // What they performed is not forgotten with them.
    #expect(snapshot.performed == [0, 9, 0])
    bench.platform.shutdown()
  }

  @Test func theyLeaveWhenTheHintIsTakenBack() throws {
    let bench = try DeadlineBench(workers: 1)
    bench.queue.setLongRunning(true)
    bench.queue.setLongRunning(true)
    bench.hold()
    for id in 0..<4 { try bench.queue.put(bench.item(id)) }
    #expect(bench.waitUntilRunning(4))
    bench.open()
    #expect(eventually { bench.recorder.count.load(ordering: .acquiring) == 4 })
    #expect(eventually { grown(bench) == 3 })
    bench.queue.setLongRunning(false)
    _ = rt_sleep_until(rt_now_nanoseconds() + 5_000_000)
    #expect(grown(bench) == 3)
    bench.queue.setLongRunning(false)
    #expect(eventually { grown(bench) == 0 })
    bench.queue.setLongRunning(false)
    #expect(bench.queue.snapshot().longRunning == 0)
    #expect(bench.queue.core.pointee.growth.hints.load(ordering: .acquiring) == 0)
    // The worker it began with is there.
    try bench.queue.put(bench.item(4))
    #expect(eventually { bench.recorder.count.load(ordering: .acquiring) == 5 })
    #expect(growths(bench) == 3)
    bench.platform.shutdown()
  }

  /// A serial queue goes on to perform one at a time, on more threads below.
  @Test func aSerialQueueHasTheQueueBelowGrow() throws {
    let bench = try DeadlineBench(workers: 1)
    let outer = try bench.platform.makeSerialQueue(named: "outer", over: bench.queue)
    let serials = try (0..<3).map {
      try bench.platform.makeSerialQueue(named: "s\($0)", over: outer)
    }
    let others = try (0..<3).map {
      try bench.platform.makeSerialQueue(named: "o\($0)", over: bench.queue)
    }
    for serial in serials { serial.setLongRunning(true) }
    bench.hold()
    for id in 0..<3 {
      try others[id].put(bench.item(id))
      try serials[id].put(bench.item(10 + id))
    }
    // Of the three over `outer` one at a time.
    #expect(bench.waitUntilRunning(4))
    #expect(growths(bench) >= 3)
    #expect(serials[0].snapshot().longRunning == 1)
    #expect(serials[0].snapshot().growths == 0)
    bench.open()
    #expect(eventually { bench.recorder.count.load(ordering: .acquiring) == 6 })
    let hints = { bench.queue.core.pointee.growth.hints.load(ordering: .acquiring) }
    #expect(hints() == 3)
    for serial in serials { serial.close() }
    #expect(hints() == 0)
    #expect(eventually { grown(bench) == 0 })
    bench.platform.shutdown()
  }

  @Test func onAStandardQueueItIsAMark() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    recorder.gate.store(false, ordering: .releasing)
    queue.setLongRunning(true)
    for id in 0..<3 { try queue.put(recorder.item(id, keeping: &boxes)) }
    #expect(eventually { recorder.running.load(ordering: .acquiring) == 1 })
    _ = rt_sleep_until(rt_now_nanoseconds() + 10_000_000)
    let snapshot = queue.snapshot()
    #expect(snapshot.longRunning == 1)
    #expect(snapshot.growths == 0)
    recorder.gate.store(true, ordering: .releasing)
    platform.shutdown()
    #expect(recorder.order == [0, 1, 2])
    #expect(recorder.mostRunning.load(ordering: .acquiring) == 1)
    queue.setLongRunning(true)
    #expect(queue.snapshot().longRunning == 0)
  }

  /// Only who finds nobody asks, and only once until it was heard.
  @Test func aPutAsksOnlyWhenNoWorkerIsFree() throws {
    let bench = try DeadlineBench(workers: 1)
    let asked = { bench.queue.core.pointee.growth.isAsking.load(ordering: .acquiring) }
    bench.platform.grower.stop()
    #expect(bench.waitUntilAsleep())
    bench.queue.setLongRunning(true)
    bench.queue.core.pointee.growth.isAsking.store(false, ordering: .releasing)
    bench.hold()
    try bench.queue.put(bench.item(1))
    #expect(bench.waitUntilRunning(1))
    #expect(!asked())
    try bench.queue.put(bench.item(2))
    #expect(asked())
    bench.open()
    bench.platform.shutdown()
  }

  @Test func closesWhileItGrows() throws {
    for round in 0..<60 {
      let bench = try DeadlineBench(workers: 1)
      bench.queue.core.pointee.growth.idleNanoseconds.store(1_000_000, ordering: .releasing)
      let serial = try bench.platform.makeSerialQueue(named: "s", over: bench.queue)
      serial.setLongRunning(true)
      let gate = Gate()
      for index in 0..<12 {
        if index % 3 == 0 { try serial.put(gate.item) } else { try bench.queue.put(gate.item) }
      }
      _ = rt_sleep_until(rt_now_nanoseconds() + Int64(round) * 200_000)
      gate.open()
      if round.isMultiple(of: 2) { bench.platform.close(bench.queue) }
      bench.platform.shutdown()
      let performed = bench.queue.snapshot().performed[1] + serial.snapshot().performed[1]
      #expect(gate.entered.load(ordering: .acquiring) == 12)
      #expect(performed == 12)
    }
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has the heap"))
  func askingAllocatesNothing() throws {
    let bench = try DeadlineBench(workers: 1)
    bench.platform.grower.stop()
    bench.queue.setLongRunning(true)
    bench.hold()
    try bench.queue.put(bench.item(1))
    #expect(bench.waitUntilRunning(1))
    let nothing = WorkItem({ _ in }, context: nil)
    let handle = bench.queue.handle
    let growth = bench.queue.core
    let counted = {
      for _ in 0..<200 {
        growth.pointee.growth.isAsking.store(false, ordering: .releasing)
        _ = handle.put(nothing)
      }
    }
    counted()
    #expect(MallocCounter.count(counted) == 0)
    bench.open()
    bench.platform.shutdown()
  }
}

/// Items that wait, without a core, until the gate is open.
private final class Gate: Sendable {
  let entered = Atomic<Int>(0)
  private let isOpen = Atomic<Bool>(false)

  var item: WorkItem {
    WorkItem(
      { context in
        guard let context else { return }
        Unmanaged<Gate>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.enter() }
      }, context: Unmanaged.passUnretained(self).toOpaque())
  }

  func open() { isOpen.store(true, ordering: .releasing) }

  private func enter() {
    entered.wrappingAdd(1, ordering: .acquiringAndReleasing)
    while !isOpen.load(ordering: .acquiring) {
      _ = rt_sleep_until(rt_now_nanoseconds() + 1_000_000)
    }
  }
}
