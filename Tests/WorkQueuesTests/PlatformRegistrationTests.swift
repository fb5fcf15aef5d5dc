import Foundation
import Realtime
import Testing

@testable import WorkQueues

@Suite(
  "WorkPlatform: task classes", .serialized,
  .enabled(if: getuid() == 0, "only root gets every priority"))
struct PlatformRegistrationTests {
  @Test func allPlatformQueuesAreOneGroup() throws {
    let platform = try WorkPlatform()
    let first = try makePlatformQueue(platform, "first")
    let other = try platform.makeQueue(named: "other", kind: .standard)
    var index: UInt32 = 0
    try platform.register(taskClass: "audio", taskIndex: &index, relativePriority: .high)
    let later = try makePlatformQueue(platform, "later")
    #expect(index != 0)
    for queue in [first, later] {
      #expect(queue.taskClass?.name == "Audio")
      #expect(queue.taskIndex == index)
      #expect(queue.relativePriority == .high)
      #expect(present(queue) == [.fifo(priority: 72)])
    }
    #expect(other.taskClass == nil)

    platform.unregister()
    #expect(first.taskClass == nil)
    #expect(present(later) == [.normal(nice: 0)])
    let evenLater = try makePlatformQueue(platform, "even later")
    #expect(evenLater.taskClass == nil)
    let code = failure { try platform.register(taskClass: "Audio", taskIndex: &index) }
    #expect(code == .invalidTaskIndex)
    platform.unregister()
    platform.shutdown()
  }

  @Test func theGroupIsThereBeforeTheFirstQueue() throws {
    let platform = try WorkPlatform()
    var index: UInt32 = 0
    try platform.register(taskClass: "Games", taskIndex: &index)
    var again = index
    try platform.register(taskClass: "Games", taskIndex: &again, relativePriority: .low)
    #expect(again == index)
    let queue = try makePlatformQueue(platform, "q")
    #expect(queue.taskIndex == index)
    #expect(present(queue) == [.fifo(priority: 62)])
    platform.shutdown()
  }

  @Test func failuresChangeNothing() throws {
    let platform = try WorkPlatform()
    let queue = try makePlatformQueue(platform, "q")
    var index: UInt32 = 0
    try platform.register(taskClass: "Games", taskIndex: &index)
    var unknown = index + 1
    #expect(
      failure { try platform.register(taskClass: "Karaoke", taskIndex: &index) }
        == .invalidTaskName)
    #expect(
      failure { try platform.register(taskClass: "Games", taskIndex: &unknown) }
        == .invalidTaskIndex)
    #expect(
      failure { try platform.register(taskClass: "Audio", taskIndex: &index) }
        == .invalidTaskIndex)
    #expect(queue.taskClass?.name == "Games")
    #expect(present(queue) == [.fifo(priority: 63)])
    platform.shutdown()
  }

  @Test func aClosedPlatformQueueIsPassedOver() throws {
    let platform = try WorkPlatform()
    let closed = try makePlatformQueue(platform, "closed")
    let open = try makePlatformQueue(platform, "open")
    platform.close(closed)
    var index: UInt32 = 0
    try platform.register(taskClass: "Games", taskIndex: &index)
    #expect(open.taskIndex == index)
    #expect(closed.taskClass == nil)
    platform.shutdown()
  }

  private func makePlatformQueue(_ platform: WorkPlatform, _ name: String) throws -> WorkQueue {
    let queue = try platform.makeQueue(named: name, kind: .standard)
    platform.adopt(platformQueue: queue)
    return queue
  }
}
