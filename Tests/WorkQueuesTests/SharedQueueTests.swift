import Foundation
import Realtime
import Synchronization
import Testing

@testable import WorkQueues

@Suite(
  "WorkPlatform: shared queues", .serialized,
  .enabled(if: getuid() == 0, "only root gets every priority"))
struct SharedQueueTests {
  @Test func thereIsOneQueueForEachClass() throws {
    let platform = try WorkPlatform()
    var first: UInt32? = 0
    let queue = try platform.lockSharedQueue(
      taskClass: "Audio", basePriority: .high, taskIndex: &first)
    var second: UInt32? = 0
    let same = try platform.lockSharedQueue(taskClass: "AUDIO", taskIndex: &second)
    #expect(same === queue)
    #expect(first == queue.taskIndex)
    #expect(second == first)
    #expect(queue.relativePriority == .high)
    #expect(Set(present(queue).compactMap { $0?.priority }) == [72])
    if case .multithreaded(let workers) = queue.kind { #expect(workers >= 2) }
    var other: UInt32? = 0
    #expect(try platform.lockSharedQueue(taskClass: "Games", taskIndex: &other) !== queue)
    #expect(other != first)
    platform.shutdown()
  }

  @Test func lastsUntilItsLastUnlock() throws {
    let platform = try WorkPlatform()
    var index: UInt32? = nil
    let queue = try platform.lockSharedQueue(taskClass: "Audio", taskIndex: &index)
    #expect(index == nil)
    _ = try platform.lockSharedQueue(taskClass: "Audio", taskIndex: &index)
    #expect(platform.unlockSharedQueue(queue))
    let recorder = Recorder()
    var boxes: [NotedItem] = []
    try queue.put(recorder.item(1, keeping: &boxes))
    #expect(platform.unlockSharedQueue(queue))
    #expect(recorder.order == [1])
    let late = recorder.item(2, keeping: &boxes)
    #expect(throws: WorkQueueError.self) { try queue.put(late) }
    #expect(!platform.unlockSharedQueue(queue))
    let next = try platform.lockSharedQueue(taskClass: "Audio", taskIndex: &index)
    #expect(next !== queue)
    try next.put(late)
    #expect(eventually { recorder.count.load(ordering: .acquiring) == 2 })
    platform.shutdown()
    withExtendedLifetime(boxes) {}
  }

  @Test func theQueueOfNoClassHasOrdinaryPriority() throws {
    let platform = try WorkPlatform()
    var none: UInt32? = nil
    let queue = try platform.lockSharedQueue(taskClass: "", taskIndex: &none)
    #expect(queue.taskClass == nil)
    #expect(Set(present(queue).compactMap { $0 }.map(\.description)) == ["OTHER"])
    #expect(try platform.lockSharedQueue(taskClass: "", taskIndex: &none) === queue)
    #expect(none == nil)
    var index: UInt32? = 0
    let withIndex = failure { _ = try platform.lockSharedQueue(taskClass: "", taskIndex: &index) }
    #expect(withIndex == .invalidParameter)
    let withPriority = failure {
      _ = try platform.lockSharedQueue(taskClass: "", basePriority: .low, taskIndex: &none)
    }
    #expect(withPriority == .invalidParameter)
    #expect(platform.unlockSharedQueue(queue))
    #expect(platform.unlockSharedQueue(queue))
    #expect(!platform.unlockSharedQueue(queue))
    platform.shutdown()
  }

  @Test func joinsAnExistingGroup() throws {
    let platform = try WorkPlatform()
    let own = try platform.makeQueue(
      named: "own", kind: .standard, taskClass: platform.classes["Audio"])
    var index: UInt32? = own.taskIndex
    let queue = try platform.lockSharedQueue(taskClass: "Audio", taskIndex: &index)
    #expect(queue.taskIndex == own.taskIndex)
    #expect(index == own.taskIndex)
    platform.shutdown()
  }

  @Test func failuresLeaveNoQueueBehind() throws {
    let platform = try WorkPlatform()
    var index: UInt32? = 0
    #expect(
      failure { _ = try platform.lockSharedQueue(taskClass: "Karaoke", taskIndex: &index) }
        == .invalidTaskName)
    index = 77
    #expect(
      failure { _ = try platform.lockSharedQueue(taskClass: "Audio", taskIndex: &index) }
        == .invalidTaskIndex)
    #expect(index == 77)
    #expect(platform.snapshots().isEmpty)
    var new: UInt32? = 0
    let queue = try platform.lockSharedQueue(taskClass: "Audio", taskIndex: &new)
    #expect(
      failure { _ = try platform.lockSharedQueue(taskClass: "Audio", taskIndex: &index) }
        == .invalidTaskIndex)
    #expect(platform.unlockSharedQueue(queue))
    #expect(platform.snapshots().isEmpty)
    platform.shutdown()
  }

  @Test func aQueueThatIsNotSharedIsNotUnlocked() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "q", kind: .standard)
    #expect(!platform.unlockSharedQueue(queue))
    #expect(platform.snapshots().count == 1)
    platform.shutdown()
  }
}
