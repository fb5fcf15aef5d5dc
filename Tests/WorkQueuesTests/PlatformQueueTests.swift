import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("PlatformQueue", .serialized)
struct PlatformQueueTests {
  @Test func theIdentifiersAreThoseOfWindows() {
    #expect(PlatformQueue.allCases.map(\.rawValue) == [1, 2, 3, 4, 5, 7])
  }

  @Test(arguments: PlatformQueue.allCases)
  func performsItems(which: PlatformQueue) throws {
    let platform = try WorkPlatform()
    let queue = try platform.queue(which)
    let again = try platform.queue(which)
    #expect(queue === again)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<50 { try queue.put(recorder.item(id, keeping: &boxes)) }
    platform.shutdown()
    #expect(recorder.count.load(ordering: .acquiring) == 50)
    withExtendedLifetime(boxes) {}
  }

  @Test(arguments: [PlatformQueue.standard, .realTime, .timer])
  func someHaveOneItemAtATime(which: PlatformQueue) throws {
    let platform = try WorkPlatform()
    let queue = try platform.queue(which)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<500 { try queue.put(recorder.item(id, keeping: &boxes)) }
    platform.shutdown()
    #expect(recorder.order == Array(0..<500))
    #expect(recorder.mostRunning.load(ordering: .acquiring) == 1)
    withExtendedLifetime(boxes) {}
  }

  @Test(arguments: [PlatformQueue.io, .multithreaded, .longFunction])
  func othersHaveTwoAtLeast(which: PlatformQueue) throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.queue(which)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    recorder.gate.store(false, ordering: .releasing)
    for id in 0..<2 { try queue.put(recorder.item(id, keeping: &boxes)) }
    #expect(eventually { recorder.running.load(ordering: .acquiring) == 2 })
    recorder.gate.store(true, ordering: .releasing)
    platform.shutdown()
    withExtendedLifetime(boxes) {}
  }

  @Test func afterShutdownThereIsNone() throws {
    let platform = try WorkPlatform()
    _ = try platform.queue(.io)
    platform.shutdown()
    for which in PlatformQueue.allCases {
      let error = #expect(throws: WorkQueueError.self) { try platform.queue(which) }
      #expect(error?.code == .closed)
    }
    let own = #expect(throws: WorkQueueError.self) {
      try platform.makeQueue(named: "late", kind: .standard)
    }
    #expect(own?.code == .closed)
    #expect(platform.snapshots().isEmpty)
  }
}
