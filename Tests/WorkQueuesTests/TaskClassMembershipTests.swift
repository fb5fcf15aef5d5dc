import CRealtime
import Foundation
import Realtime
import TestSupport
import Testing

@testable import WorkQueues

@Suite(
  "TaskClassMembership", .serialized,
  .enabled(if: getuid() == 0, "only root gets every priority"))
struct TaskClassMembershipTests {
  private let service = TaskClassService()

  private func current() -> ThreadScheduling? { .current(threadID: rt_thread_id()) }

  @Test func aMemberHasThePriorityOfItsClass() throws {
    try onNewThread {
      var index: UInt32 = 0
      let membership = try service.join("Pro Audio", taskIndex: &index)
      #expect(current() == .fifo(priority: 84))
      #expect(index != 0)
      #expect(membership.taskIndex == index)
      #expect(membership.taskClass.name == "Pro Audio")
      #expect(membership.threadID == rt_thread_id())
      #expect(membership.grant.source == .direct)
      #expect(membership.systemResponsivenessPercent == 20)
      #expect(membership.isActive)
      try membership.revert()
      #expect(!membership.isActive)
    }
  }

  @Test(arguments: zip(TaskClass.RelativePriority.allCases, [80, 82, 84, 86, 88]))
  func movesWithinItsClass(relative: TaskClass.RelativePriority, priority: Int) throws {
    try onNewThread {
      var index: UInt32 = 0
      let membership = try service.join("pro audio", taskIndex: &index)
      try membership.setRelativePriority(relative)
      #expect(current() == .fifo(priority: priority))
      #expect(membership.relativePriority == relative)
    }
  }

  @Test func anotherThreadMayMoveIt() throws {
    try onNewThread {
      var index: UInt32 = 0
      let membership = try service.join("Audio", taskIndex: &index)
      try onNewThread { try membership.setRelativePriority(.critical) }
      #expect(current() == .fifo(priority: 73))
    }
  }

  @Test func revertGivesBackWhatTheThreadHad() throws {
    let before: [ThreadScheduling] = [
      .normal(nice: 0), .normal(nice: 5), .roundRobin(priority: 7), .fifo(priority: 3),
    ]
    for scheduling in before {
      try onNewThread {
        _ = SchedulingGrant.request(scheduling, threadID: rt_thread_id())
        var index: UInt32 = 0
        let membership = try service.join("Playback", taskIndex: &index)
        #expect(current() == .fifo(priority: 65))
        try membership.revert()
        #expect(current() == scheduling)
      }
    }
  }

  @Test func revertGivesTheProcessorsBack() throws {
    let pinned = TaskClass(name: "Pinned", category: .low, priority: 1, affinityMask: 1)
    let service = TaskClassService(classes: TaskClassTable(classes: [pinned]))
    try onNewThread {
      let before = processors(rt_thread_id())
      var index: UInt32 = 0
      let membership = try service.join("Pinned", taskIndex: &index)
      #expect(processors(rt_thread_id()) == [0])
      try membership.revert()
      #expect(processors(rt_thread_id()) == before)
    }
  }

  @Test func aLowClassEndsRealtime() throws {
    let low = TaskClass(name: "Low", category: .low, priority: 4)
    let service = TaskClassService(classes: TaskClassTable(classes: [low]))
    try onNewThread {
      _ = SchedulingGrant.request(.fifo(priority: 9), threadID: rt_thread_id())
      var index: UInt32 = 0
      let membership = try service.join("Low", taskIndex: &index)
      #expect(current() == .normal(nice: -3))
      try membership.revert()
      #expect(current() == .fifo(priority: 9))
    }
  }

  @Test func onlyItsThreadCanRevert() throws {
    try onNewThread {
      var index: UInt32 = 0
      let membership = try service.join("Games", taskIndex: &index)
      try onNewThread {
        let code = failure { try membership.revert() }
        #expect(code == .invalidHandle)
      }
      #expect(membership.isActive)
      #expect(current() == .fifo(priority: 63))
      try membership.revert()
      let again = failure { try membership.revert() }
      #expect(again == .invalidHandle)
    }
  }

  @Test func aThreadIsInOneClassAtATime() throws {
    try onNewThread {
      var first: UInt32 = 0
      let membership = try service.join("Games", taskIndex: &first)
      var second: UInt32 = 0
      let other = TaskClassService()
      let code = failure { _ = try other.join("Audio", taskIndex: &second) }
      #expect(code == .threadAlreadyInTask)
      #expect(second == 0)
      #expect(current() == .fifo(priority: 63))
      try membership.revert()
      _ = try service.join("Audio", taskIndex: &second)
      #expect(current() == .fifo(priority: 71))
    }
  }

  @Test func unknownClassesAreRefused() throws {
    try onNewThread {
      let before = current()
      var index: UInt32 = 0
      for name in ["", "Proaudio", " Audio"] {
        let code = failure { _ = try service.join(name, taskIndex: &index) }
        #expect(code == .invalidTaskName)
      }
      let code = failure {
        _ = try service.joinHigher(of: "Audio", and: "nothing", taskIndex: &index)
      }
      #expect(code == .invalidTaskName)
      #expect(index == 0)
      #expect(current() == before)
    }
  }

  @Test func anIndexMustBeThatOfAGroupOfTheClass() throws {
    try onNewThread {
      var unknown: UInt32 = 7
      let code = failure { _ = try service.join("Audio", taskIndex: &unknown) }
      #expect(code == .invalidTaskIndex)
      #expect(unknown == 7)
      var index: UInt32 = 0
      let membership = try service.join("Audio", taskIndex: &index)
      try onNewThread {
        var sameGroup = index
        let code = failure { _ = try service.join("Games", taskIndex: &sameGroup) }
        #expect(code == .invalidTaskIndex)
        let second = try service.join("Audio", taskIndex: &sameGroup)
        #expect(sameGroup == index)
        #expect(second.taskIndex == index)
        try second.revert()
        var newGroup: UInt32 = 0
        _ = try service.join("Audio", taskIndex: &newGroup)
        #expect(newGroup != index)
      }
      try membership.revert()
      let ended = failure { _ = try service.join("Audio", taskIndex: &index) }
      #expect(ended == .invalidTaskIndex)
    }
  }

  @Test func aThreadThatEndsLeavesItsClass() throws {
    var index: UInt32 = 0
    var membership: TaskClassMembership?
    try onNewThread { membership = try service.join("Audio", taskIndex: &index) }
    #expect(membership?.isActive == false)
    let moved = failure { try membership?.setRelativePriority(.high) }
    #expect(moved == .invalidHandle)
    try onNewThread {
      let code = failure { _ = try service.join("Audio", taskIndex: &index) }
      #expect(code == .invalidTaskIndex)
    }
  }

  @Test(arguments: [("Audio", "Pro Audio"), ("Pro Audio", "Audio"), ("Games", "Pro Audio")])
  func getsTheHigherOfTwo(first: String, second: String) throws {
    try onNewThread {
      var index: UInt32 = 0
      let membership = try service.joinHigher(of: first, and: second, taskIndex: &index)
      #expect(membership.taskClass.name == "Pro Audio")
      #expect(current() == .fifo(priority: 84))
    }
  }

  @Test func getsTheFirstOfTwoEqualClasses() throws {
    try onNewThread {
      var index: UInt32 = 0
      let membership = try service.joinHigher(
        of: "Window Manager", and: "Capture", taskIndex: &index)
      #expect(membership.taskClass.name == "Window Manager")
    }
  }

  @Test func whereEverythingIsLeftToOthersNobodyJoins() throws {
    let service = TaskClassService(
      classes: TaskClassTable(classes: TaskClass.builtIn, systemResponsivenessPercent: 100))
    try onNewThread {
      var index: UInt32 = 0
      let code = failure { _ = try service.join("Audio", taskIndex: &index) }
      #expect(code == .serverDisabled)
    }
  }

  @Test func codesAreThoseOfWindows() {
    #expect(
      TaskClassError.Code.allCases.map(\.rawValue) == [6, 87, 1314, 1341, 1550, 1551, 1552])
  }
}
