import Synchronization
import Testing

@testable import WorkQueues

@Suite("Serial queue", .serialized) struct SerialQueueTests {
  @Test func runsOneAtATimeInOrderOverManyThreads() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 4))
    let serial = try platform.makeSerialQueue(named: "serial", over: threads, capacity: 4096)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<2000 { try serial.put(recorder.item(id, keeping: &boxes)) }
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 2000 })
    #expect(recorder.order == Array(0..<2000))
    #expect(recorder.mostRunning.load(ordering: .acquiring) == 1)
    platform.shutdown()
  }

  @Test func chainsOverAnotherSerialQueue() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 2))
    let outer = try platform.makeSerialQueue(named: "outer", over: threads)
    let inner = try platform.makeSerialQueue(named: "inner", over: outer)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<300 {
      try (id.isMultiple(of: 2) ? inner : outer).put(recorder.item(id, keeping: &boxes))
    }
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 300 })
    #expect(recorder.mostRunning.load(ordering: .acquiring) == 1)
    #expect(
      recorder.order.filter { $0.isMultiple(of: 2) } == Array(stride(from: 0, to: 300, by: 2)))
    platform.shutdown()
  }

  @Test func manyProducersLoseNothing() async throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 3))
    let serials = try (0..<5).map {
      try platform.makeSerialQueue(named: "s\($0)", over: threads, capacity: 100_000)
    }
    let recorders = serials.map { _ in Recorder() }
    let boxes = (0..<4).map { producer in
      recorders.map { NotedItem(recorder: $0, id: producer) }
    }
    await withTaskGroup(of: Void.self) { group in
      for producer in 0..<4 {
        group.addTask {
          for round in 0..<500 {
            let index = (producer + round) % serials.count
            let item = boxes[producer][index].item
            try? serials[index].put(item, priority: WorkPriority.allCases[round % 3])
          }
        }
      }
    }
    #expect(
      eventually { recorders.map { $0.count.load(ordering: .acquiring) }.reduce(0, +) == 2000 })
    for recorder in recorders { #expect(recorder.mostRunning.load(ordering: .acquiring) == 1) }
    platform.shutdown()
    withExtendedLifetime(boxes) {}
  }

  @Test func oneOfTooManyOverOneQueueIsRefused() throws {
    let platform = try WorkPlatform()
    let threads = try platform.makeQueue(named: "mt", kind: .multithreaded(workers: 1))
    let serials = try (0..<ReadyPlaces.count).map {
      try platform.makeSerialQueue(named: "s\($0)", over: threads, capacity: 2)
    }
    let error = #expect(throws: WorkQueueError.self) {
      try platform.makeSerialQueue(named: "too many", over: threads)
    }
    #expect(error?.code == .tooMany)
    platform.close(serials[7])
    #expect(serials.count == ReadyPlaces.count)
    platform.shutdown()
  }
}
