import CRealtime
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite("WorkTimer: ahead of time", .serialized)
struct TimerAheadTests {
  private func queue(
    of platform: WorkPlatform, kind: WorkQueue.Kind, isRealtime: Bool = true
  ) throws -> WorkQueue {
    try platform.makeQueue(
      named: "q", kind: kind, taskClass: isRealtime ? platform.classes["Pro Audio"] : nil)
  }

  @Test(arguments: [WorkQueue.Kind.standard, .multithreaded(workers: 2), .preempting])
  func noItemRunsBeforeItsTimeAndNoneIsLost(kind: WorkQueue.Kind) throws {
    let platform = try WorkPlatform()
    let queue = try queue(of: platform, kind: kind)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<100 {
      let due = rt_now_nanoseconds() + 700_000
      let item = recorder.item(id, keeping: &boxes)
      let key = platform.timer.handle.schedule(item, on: queue.handle, dueNanoseconds: due)
      #expect(key != nil)
      #expect(eventually { recorder.count.load(ordering: .acquiring) == id + 1 })
      #expect(rt_now_nanoseconds() >= due)
    }
    #expect(recorder.order == Array(0..<100))
    #expect(platform.timer.snapshot().fired == 100)
    platform.shutdown()
    withExtendedLifetime(boxes) {}
  }

  @Test func aWorkerIsAwakeBeforeTheItemComes() throws {
    let platform = try WorkPlatform()
    let queue = try queue(of: platform, kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    // The put wakes nobody when the worker is awake already: not every item takes two wakes.
    for id in 0..<50 {
      let item = recorder.item(id, keeping: &boxes)
      try platform.timer.schedule(item, on: queue, delayNanoseconds: 3_000_000)
      #expect(eventually { recorder.count.load(ordering: .acquiring) == id + 1 })
    }
    #expect(queue.snapshot().wakes < 100)
    let left = queue.core.pointee.spinners.load(ordering: .acquiring)
    #expect(left >= 0)
    platform.shutdown()
    withExtendedLifetime(boxes) {}
  }

  @Test func anItemCancelledMeanwhileDoesNotRun() throws {
    let platform = try WorkPlatform()
    let queue = try queue(of: platform, kind: .standard)
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    var cancelled = 0
    for id in 0..<200 {
      let item = recorder.item(id, keeping: &boxes)
      let key = try platform.timer.schedule(item, on: queue, delayNanoseconds: 120_000)
      _ = rt_sleep_until(rt_now_nanoseconds() + Int64(id) * 600)
      if platform.timer.cancel(key) { cancelled += 1 }
    }
    #expect(eventually { platform.timer.snapshot().waiting == 0 })
    platform.shutdown()
    #expect(recorder.count.load(ordering: .acquiring) == 200 - cancelled)
    withExtendedLifetime(boxes) {}
  }

  @Test func onlyRealtimeQueuesHaveTheirWorkersAwake() throws {
    let platform = try WorkPlatform()
    let ordinary = try queue(of: platform, kind: .standard, isRealtime: false)
    let isRealtime = ordinary.core.pointee.isRealtime.load(ordering: .relaxed)
    #expect(!isRealtime)
    var index: UInt32 = 0
    try ordinary.register(taskClass: "Audio", taskIndex: &index)
    let after = ordinary.core.pointee.isRealtime.load(ordering: .relaxed)
    #expect(after)
    ordinary.unregister()
    let atLast = ordinary.core.pointee.isRealtime.load(ordering: .relaxed)
    #expect(!atLast)
    platform.shutdown()
  }
}
