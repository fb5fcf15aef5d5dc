import CRealtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite("WorkQueue", .serialized) struct WorkQueueTests {
  @Test func performsWhatWasPut() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<100 { try queue.put(recorder.item(id, keeping: &boxes)) }
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 100 })
    #expect(recorder.order == Array(0..<100))
    platform.shutdown()
  }

  @Test func performsInOrderOfPriorityOldestFirst() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard, capacity: 20_000)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    recorder.gate.store(false, ordering: .releasing)
    try queue.put(recorder.item(-1, keeping: &boxes))
    #expect(eventually { recorder.order == [-1] })

    for id in 0..<10_000 { try queue.put(recorder.item(id, keeping: &boxes), priority: .low) }
    for id in 20_000..<20_010 { try queue.put(recorder.item(id, keeping: &boxes)) }
    for id in 30_000..<30_010 {
      try queue.put(recorder.item(id, keeping: &boxes), priority: .high)
    }
    recorder.gate.store(true, ordering: .releasing)
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 10_021 })
    #expect(
      recorder.order == [-1] + Array(30_000..<30_010) + Array(20_000..<20_010) + Array(0..<10_000))
    let snapshot = queue.snapshot()
    #expect(snapshot.performed == [10_000, 11, 10])
    #expect(snapshot.highestDepth == 10_020)
    #expect(snapshot.depth == 0)
    platform.shutdown()
  }

  @Test func refusesWhenFullAndTakesNothing() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "small", kind: .standard, capacity: 4)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    recorder.gate.store(false, ordering: .releasing)
    try queue.put(recorder.item(0, keeping: &boxes))
    #expect(eventually { recorder.order == [0] })
    for id in 1...4 { try queue.put(recorder.item(id, keeping: &boxes)) }
    let extra = recorder.item(5, keeping: &boxes)
    let error = #expect(throws: WorkQueueError.self) { try queue.put(extra, priority: .high) }
    #expect(error?.code == .full)
    #expect(error?.description == "queue small is full: 4 items wait in it")
    recorder.gate.store(true, ordering: .releasing)
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 5 })
    #expect(recorder.order == [0, 1, 2, 3, 4])
    #expect(queue.snapshot().refused == 1)
    platform.shutdown()
  }

  @Test func closingPerformsWhatWaitsAndRefusesTheRest() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 2))
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<500 { try queue.put(recorder.item(id, keeping: &boxes)) }
    platform.close(queue)
    #expect(recorder.count.load(ordering: .acquiring) == 500)
    let late = recorder.item(500, keeping: &boxes)
    let error = #expect(throws: WorkQueueError.self) { try queue.put(late) }
    #expect(error?.code == .closed)
    platform.shutdown()
  }

  @Test func multithreadedQueueRunsItemsSideBySide() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 2))
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    recorder.gate.store(false, ordering: .releasing)
    for id in 0..<2 { try queue.put(recorder.item(id, keeping: &boxes)) }
    #expect(eventually { recorder.mostRunning.load(ordering: .acquiring) == 2 })
    recorder.gate.store(true, ordering: .releasing)
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 2 })
    platform.shutdown()
  }

  @Test func standardQueueRunsOneAtATime() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<300 { try queue.put(recorder.item(id, keeping: &boxes)) }
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 300 })
    #expect(recorder.mostRunning.load(ordering: .acquiring) == 1)
    platform.shutdown()
  }

  @Test func guestPerformsAndIsCounted() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 0))
    let guest = queue.makeGuest(named: "jack")
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    guest.handle.perform(recorder.item(1, keeping: &boxes), dueNanoseconds: rt_now_nanoseconds())
    try queue.put(recorder.item(2, keeping: &boxes))
    #expect(guest.handle.performNext())
    #expect(!guest.handle.performNext())
    #expect(recorder.order == [1, 2])
    let worker = try #require(queue.snapshot().workers.first)
    #expect(worker.kind == "guest")
    #expect(worker.performed == 2)
    #expect(worker.threadID == rt_thread_id())
    platform.shutdown()
  }
}
