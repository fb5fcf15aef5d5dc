import CRealtime
import Foundation
import Realtime
import TestSupport
import Testing

@testable import WorkQueues

@Suite(
  "Governor", .serialized, .enabled(if: getuid() == 0, "only root gets every priority"))
struct GovernorTests {
  private func present(_ threadID: Int32) -> ThreadScheduling? { .current(threadID: threadID) }

  @Test func watchesTheWorkersOfRealtimeQueuesOnly() throws {
    let platform = try WorkPlatform()
    let audio = try platform.makeQueue(
      named: "audio", kind: .multithreaded(workers: 2), taskClass: platform.classes["Pro Audio"])
    _ = try platform.makeQueue(named: "control", kind: .standard)
    let bench = GovernorBench(platform.governor)
    #expect(platform.governor.snapshot().classes.map(\.taskClass) == ["Pro Audio"])
    #expect(bench.slotEnd == 2)
    #expect(eventually { !audio.snapshot().workers.map(\.threadID).contains(0) })
    bench.lower(0)
    #expect(audio.snapshot().workers.map(\.scheduling) == [.normal(nice: 19), .normal(nice: 19)])
    let isComplete = bench.raise()
    #expect(isComplete)
    #expect(
      audio.snapshot().workers.map(\.scheduling) == [.fifo(priority: 84), .fifo(priority: 84)])
    platform.shutdown()
  }

  @Test func aWorkerThatEndsGivesItsPlaceBack() throws {
    let platform = try WorkPlatform()
    for _ in 0..<3 {
      let queue = try platform.makeQueue(
        named: "q", kind: .standard, taskClass: platform.classes["Audio"])
      platform.close(queue)
    }
    let bench = GovernorBench(platform.governor)
    #expect(bench.slotEnd == 1)
    #expect(bench.isFirstFree)
    platform.shutdown()
  }

  @Test func onlyTheClassInQuestionIsLowered() throws {
    let bench = GovernorBench()
    try withRealtimeThread { games in
      try withRealtimeThread { audio in
        let first = bench.watch(games, taskClass: "Games")
        let second = bench.watch(audio, taskClass: "Audio")
        bench.lower(1)
        #expect(present(games) == .fifo(priority: 5))
        #expect(present(audio) == .normal(nice: 19))
        #expect(first?.isLowered == false)
        #expect(second?.isLowered == true)
        let snapshot = bench.governor.snapshot()
        #expect(snapshot.classes.map(\.isLowered) == [false, true])
        #expect(snapshot.classes.map(\.timesLowered) == [0, 1])
        first?.leave()
        second?.leave()
        #expect(present(audio) == .fifo(priority: 5))
      }
    }
  }

  @Test func aChangeWhileLoweredIsWhatItReturnsTo() throws {
    let bench = GovernorBench()
    try withRealtimeThread { threadID in
      let thread = bench.watch(threadID)
      bench.lower(0)
      let grant = thread?.change {
        SchedulingGrant.request(.fifo(priority: 7), threadID: threadID)
      }
      #expect(grant?.granted == .fifo(priority: 7))
      #expect(present(threadID) == .fifo(priority: 7))
      bench.lower(0)
      #expect(present(threadID) == .normal(nice: 19))
      _ = bench.raise()
      #expect(present(threadID) == .fifo(priority: 7))
      thread?.leave()
    }
  }

  @Test func whatSomebodyElseHasChangedStays() throws {
    let bench = GovernorBench()
    try withRealtimeThread { threadID in
      let thread = bench.watch(threadID)
      bench.lower(0)
      _ = rt_set_scheduling(threadID, 2, 9)
      let isComplete = bench.raise()
      #expect(isComplete)
      #expect(present(threadID) == .roundRobin(priority: 9))
      bench.lower(0)
      #expect(present(threadID) == .roundRobin(priority: 9))
      thread?.leave()
    }
  }

  @Test func whatIsHeldIsPassedOver() throws {
    let bench = GovernorBench()
    try withRealtimeThread { threadID in
      let thread = bench.watch(threadID)
      bench.lower(0)
      _ = thread?.change {
        // Raised already, for whoever asks now to ask from where the thread was.
        #expect(present(threadID) == .fifo(priority: 5))
        bench.lower(0)
        #expect(present(threadID) == .fifo(priority: 5))
        return SchedulingGrant.request(.fifo(priority: 6), threadID: threadID)
      }
      #expect(present(threadID) == .fifo(priority: 6))
      thread?.leave()
    }
  }

  @Test func whatABrokerGrantedIsSpared() throws {
    let bench = GovernorBench()
    try withRealtimeThread { threadID in
      let thread = bench.watch(threadID, source: .broker(name: "B"))
      bench.lower(0)
      #expect(present(threadID) == .fifo(priority: 5))
      let events = bench.governor.takeEvents(isLast: true)
      guard case .spared("Games", 80, 1, _) = events.first else {
        Issue.record("\(events)")
        return
      }
      thread?.leave()
    }
  }

  @Test func membersAreWatchedAndMayMove() throws {
    let bench = GovernorBench()
    let service = TaskClassService(governor: bench.governor)
    try onNewThread {
      var index: UInt32 = 0
      let membership = try service.join("Games", taskIndex: &index)
      bench.lower(0)
      #expect(present(rt_thread_id()) == .normal(nice: 19))
      try membership.setRelativePriority(.high)
      #expect(present(rt_thread_id()) == .fifo(priority: 64))
      bench.lower(0)
      try membership.revert()
      #expect(present(rt_thread_id()) == .normal(nice: 0))
      bench.lower(0)
      #expect(present(rt_thread_id()) == .normal(nice: 0))
    }
  }

  @Test func whereNiceCannotBeUndoneOnlyOurOwnThreadsTakeIt() throws {
    let bench = GovernorBench()
    bench.run.pointee.mayUndoNice = false
    let service = TaskClassService(governor: bench.governor)
    try onNewThread {
      var index: UInt32 = 0
      let membership = try service.join("Games", taskIndex: &index)
      try withRealtimeThread { threadID in
        let thread = bench.watch(threadID)
        bench.lower(0)
        #expect(present(rt_thread_id()) == .normal(nice: 0))
        #expect(present(threadID) == .normal(nice: 19))
        thread?.leave()
      }
      try membership.revert()
    }
  }

  @Test func aMemberThatEndsGivesItsPlaceBack() throws {
    let bench = GovernorBench()
    let service = TaskClassService(governor: bench.governor)
    try onNewThread {
      var index: UInt32 = 0
      _ = try service.join("Games", taskIndex: &index)
      bench.lower(0)
    }
    #expect(bench.slotEnd == 1)
    #expect(bench.isFirstFree)
    let isComplete = bench.raise()
    #expect(isComplete)
  }

  @Test func tellsWhenThereAreTooMany() throws {
    let bench = GovernorBench()
    try withRealtimeThread { threadID in
      var watched: [GovernedThread] = []
      for _ in 0..<GovernorCore.slotCount {
        if let thread = bench.watch(threadID) { watched.append(thread) }
      }
      #expect(watched.count == GovernorCore.slotCount)
      let tooMany = bench.watch(threadID)
      #expect(tooMany == nil)
      #expect(bench.governor.takeEvents() == [.unwatched(1)])
      #expect(bench.governor.takeEvents().isEmpty)
      for thread in watched { thread.leave() }
      let again = bench.watch(threadID)
      #expect(again != nil)
      again?.leave()
    }
  }

  @Test func lateClassesShareAPlace() {
    var registry = GovernorRegistry()
    let places = (0..<40).map { registry.place(of: "class \($0)") }
    #expect(Array(places[..<32]) == Array(0..<32))
    #expect(places[32...].allSatisfy { $0 == 31 })
    #expect(registry.place(of: "class 3") == 3)
    #expect(registry.classes.count == 32)
  }

  @Test func threadsAboveTheGovernorAreTold() throws {
    let governor = Governor(responsivenessPercent: 20)
    try governor.start()
    let bench = GovernorBench(governor)
    try withRealtimeThread(priority: 93) { threadID in
      let thread = bench.watch(threadID)
      #expect(governor.takeEvents() == [.outranked(own: "FIFO 92", highest: 93)])
      #expect(governor.takeEvents().isEmpty)
      thread?.leave()
    }
    governor.stop()
  }

  @Test func startsAndStopsMoreThanOnce() throws {
    let platform = try WorkPlatform()
    #expect(!platform.governor.snapshot().isRunning)
    for _ in 0..<2 {
      try platform.startGovernor()
      try platform.startGovernor()
      #expect(platform.governor.grant?.granted == Governor.scheduling)
      #expect(platform.governor.threadID.flatMap(present) == Governor.scheduling)
      platform.governor.stop()
      platform.governor.stop()
      #expect(platform.governor.threadID == nil)
    }
    try platform.startGovernor()
    platform.shutdown()
    #expect(!platform.governor.snapshot().isRunning)
  }

  @Test func whoIsLoweredWhenItStopsIsRaised() throws {
    let bench = GovernorBench()
    try withRealtimeThread { threadID in
      let thread = bench.watch(threadID)
      bench.lower(0)
      try bench.governor.start()
      bench.governor.stop()
      #expect(present(threadID) == .fifo(priority: 5))
      thread?.leave()
    }
  }

  @Test(.enabled(if: MallocCounter.isAvailable, "a sanitizer has the heap"))
  func aTurnAllocatesNothing() throws {
    let bench = GovernorBench()
    try withRealtimeThread { threadID in
      let thread = bench.watch(threadID)
      let turns = {
        for turn in 1...300 {
          _ = bench.run.pointee.turn(now: Clock.now() + Int64(turn) * 10_000_000)
          bench.run.pointee.lower(1)
          _ = bench.raise()
        }
      }
      turns()
      #expect(MallocCounter.count(turns) == 0)
      thread?.leave()
    }
  }
}
