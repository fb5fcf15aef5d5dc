import CRealtime
import Foundation
import Realtime
import Synchronization
import TestSupport
import Testing

@testable import WorkQueues

@Suite(
  "WorkQueue: task classes", .serialized,
  .enabled(if: getuid() == 0, "only root gets every priority"))
struct QueueRegistrationTests {
  @Test func registeringMovesEveryThread() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 3))
    #expect(present(queue) == Array(repeating: .normal(nice: 0), count: 3))
    var index: UInt32 = 0
    try queue.register(taskClass: "pro AUDIO", taskIndex: &index)
    #expect(index != 0)
    #expect(queue.taskIndex == index)
    #expect(queue.taskClass?.name == "Pro Audio")
    #expect(queue.scheduling == .fifo(priority: 84))
    #expect(present(queue) == Array(repeating: .fifo(priority: 84), count: 3))
    #expect(queue.grants.map(\.asked) == Array(repeating: .fifo(priority: 84), count: 3))
    #expect(queue.snapshot().taskClass == "Pro Audio")
    queue.unregister()
    #expect(queue.taskClass == nil)
    #expect(queue.taskIndex == 0)
    #expect(present(queue) == Array(repeating: .normal(nice: 0), count: 3))
    #expect(queue.snapshot().taskClass == "")
    platform.shutdown()
  }

  @Test func threadsThatStartLaterAreInTheClassToo() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    var index: UInt32 = 0
    try queue.register(taskClass: "Audio", taskIndex: &index, relativePriority: .high)
    try queue.startWorkers(1)
    #expect(present(queue) == [.fifo(priority: 72), .fifo(priority: 72)])
    platform.shutdown()
  }

  @Test func aThreadGetsAChangeThatComesWhileItStarts() throws {
    let broker = InterruptingBroker()
    let platform = try WorkPlatform(broker: broker)
    // No kernel grants it, so that the broker is asked while the thread starts.
    let queue = try platform.makeQueue(
      named: "q", kind: .standard, scheduling: .fifo(priority: 200))
    broker.interruption.withLock {
      $0 = {
        var index: UInt32 = 0
        try? queue.register(taskClass: "Games", taskIndex: &index)
      }
    }
    try queue.startWorkers(1)
    #expect(queue.taskClass?.name == "Games")
    #expect(present(queue) == [.fifo(priority: 63), .fifo(priority: 63)])
    broker.interruption.withLock { $0 = nil }
    platform.shutdown()
  }

  @Test func aRefusedPriorityIsNoFailure() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(
      named: "q", kind: .standard, taskClass: platform.classes["Audio"],
      scheduling: .fifo(priority: 200))
    #expect(queue.grants.map(\.source) == [.none])
    #expect(queue.taskIndex != 0)
    #expect(present(queue) == [.normal(nice: 0)])
    platform.shutdown()
  }

  @Test func aPreemptingQueueKeepsItsLevels() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "p", kind: .preempting)
    var index: UInt32 = 0
    try queue.register(taskClass: "Audio", taskIndex: &index)
    #expect(present(queue) == [70, 71, 72].map { .fifo(priority: $0) })
    queue.unregister()
    #expect(present(queue) == [.normal(nice: 1), .normal(nice: 0), .normal(nice: -1)])
    platform.shutdown()
  }

  @Test func serialQueuesAreInTheClassOfTheQueueBelow() throws {
    let platform = try WorkPlatform()
    let below = try platform.makeQueue(named: "below", kind: .standard)
    let middle = try platform.makeSerialQueue(named: "middle", over: below)
    let top = try platform.makeSerialQueue(named: "top", over: middle)
    var index: UInt32 = 0
    try below.register(taskClass: "Playback", taskIndex: &index, relativePriority: .low)
    for queue in [middle, top] {
      #expect(queue.taskClass?.name == "Playback")
      #expect(queue.relativePriority == .low)
      #expect(queue.taskIndex == index)
      #expect(queue.snapshot().taskClass == "Playback")
    }
    index = 0
    try top.register(taskClass: "Audio", taskIndex: &index)
    #expect(below.taskClass?.name == "Audio")
    #expect(present(below) == [.fifo(priority: 71)])
    middle.unregister()
    #expect(below.taskClass == nil)
    platform.shutdown()
  }

  @Test func failuresChangeNothing() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    var index: UInt32 = 0
    try queue.register(taskClass: "Audio", taskIndex: &index)
    for name in ["", "Karaoke"] {
      var other: UInt32 = 0
      #expect(
        failure { try queue.register(taskClass: name, taskIndex: &other) } == .invalidTaskName)
      #expect(other == 0)
    }
    var unknown = index + 1
    let code = failure { try queue.register(taskClass: "Audio", taskIndex: &unknown) }
    #expect(code == .invalidTaskIndex)
    #expect(unknown == index + 1)
    var otherClass = index
    #expect(
      failure { try queue.register(taskClass: "Games", taskIndex: &otherClass) }
        == .invalidTaskIndex)
    #expect(queue.taskClass?.name == "Audio")
    #expect(queue.taskIndex == index)
    #expect(present(queue) == [.fifo(priority: 71)])
    platform.shutdown()
  }

  @Test func aClosedQueueJoinsNothing() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    platform.close(queue)
    var index: UInt32 = 0
    let code = failure { try queue.register(taskClass: "Audio", taskIndex: &index) }
    #expect(code == .invalidHandle)
    #expect(index == 0)
    queue.unregister()
    platform.shutdown()
  }

  @Test func whereEverythingIsLeftToOthersNoQueueJoins() throws {
    let platform = try WorkPlatform(
      classes: TaskClassTable(classes: TaskClass.builtIn, systemResponsivenessPercent: 100))
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    var index: UInt32 = 0
    #expect(
      failure { try queue.register(taskClass: "Audio", taskIndex: &index) } == .serverDisabled)
    #expect(
      failure { try platform.register(taskClass: "Audio", taskIndex: &index) } == .serverDisabled)
    #expect(present(queue) == [.normal(nice: 0)])
    platform.shutdown()
  }

  @Test func queuesAndThreadsShareGroups() throws {
    let platform = try WorkPlatform()
    let first = try platform.makeQueue(named: "a", kind: .standard)
    let second = try platform.makeQueue(
      named: "b", kind: .standard, taskClass: platform.classes["Audio"])
    #expect(second.taskIndex != 0)
    var index = second.taskIndex
    try first.register(taskClass: "Audio", taskIndex: &index)
    #expect(first.taskIndex == second.taskIndex)
    try onNewThread {
      let membership = try platform.taskClasses.join("Audio", taskIndex: &index)
      #expect(membership.taskIndex == first.taskIndex)
      try membership.revert()
    }
    platform.close(second)
    var again = index
    try first.register(taskClass: "Audio", taskIndex: &again, relativePriority: .critical)
    #expect(again == index)
    #expect(present(first) == [.fifo(priority: 73)])
    first.unregister()
    let code = failure { try first.register(taskClass: "Audio", taskIndex: &again) }
    #expect(code == .invalidTaskIndex)
    platform.shutdown()
  }

  @Test func leavesTheNiceValueAndTheProcessorsOfAClassBehind() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    #expect(eventually { queue.snapshot().workers[0].threadID != 0 })
    let threadID = queue.snapshot().workers[0].threadID
    let before = processors(threadID)
    let pinned = TaskClass(name: "Pinned", category: .low, priority: 4, affinityMask: 1)
    var index: UInt32 = 0
    try queue.register(taskClass: pinned, taskIndex: &index)
    #expect(processors(threadID) == [0])
    #expect(present(queue) == [.normal(nice: -3)])
    index = 0
    try queue.register(taskClass: "Games", taskIndex: &index)
    #expect(processors(threadID) == before)
    #expect(present(queue) == [.fifo(priority: 63)])
    queue.unregister()
    #expect(present(queue) == [.normal(nice: 0)])
    platform.shutdown()
  }

  @Test func unregisteringGoesBackToWhatTheQueueWasMadeWith() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(
      named: "q", kind: .standard, taskClass: platform.classes["Audio"],
      scheduling: .fifo(priority: 9))
    #expect(present(queue) == [.fifo(priority: 9)])
    var index: UInt32 = 0
    try queue.register(taskClass: "Games", taskIndex: &index)
    #expect(present(queue) == [.fifo(priority: 63)])
    queue.unregister()
    #expect(present(queue) == [.fifo(priority: 9)])
    platform.shutdown()
  }

  @Test func theGovernorKnowsTheNewClass() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    let bench = GovernorBench(platform.governor)
    #expect(platform.governor.snapshot().classes.isEmpty)
    var index: UInt32 = 0
    try queue.register(taskClass: "Games", taskIndex: &index)
    index = 0
    try queue.register(taskClass: "Audio", taskIndex: &index)
    #expect(platform.governor.snapshot().classes.map(\.taskClass) == ["Games", "Audio"])
    bench.lower(0)
    #expect(present(queue) == [.fifo(priority: 71)])
    bench.lower(1)
    #expect(present(queue) == [.normal(nice: 19)])
    index = 0
    try queue.register(taskClass: "Pro Audio", taskIndex: &index)
    #expect(present(queue) == [.fifo(priority: 84)])
    queue.unregister()
    #expect(bench.isFirstFree)
    #expect(present(queue) == [.normal(nice: 0)])
    platform.shutdown()
  }

  @Test func itemsRunOnWhileTheClassChanges() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .multithreaded(workers: 2))
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    for id in 0..<200 {
      try queue.put(recorder.item(id, keeping: &boxes))
      guard id % 20 == 0 else { continue }
      var index: UInt32 = 0
      try queue.register(taskClass: id % 40 == 0 ? "Audio" : "Games", taskIndex: &index)
    }
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 200 })
    platform.shutdown()
    withExtendedLifetime(boxes) {}
  }
}

/// A broker that does something else while it is asked, and refuses.
private final class InterruptingBroker: SchedulingBroker {
  let name = "interrupting"
  let interruption = Locked<(@Sendable () -> Void)?>(nil)

  func promote(
    threadID: Int32, to asked: ThreadScheduling
  ) throws(SchedulingRefusal) {
    interruption.withLock { $0 }?()
    throw SchedulingRefusal("refuses")
  }
}
