import Foundation
import Meter
import Realtime
import Telemetry
import Testing

@testable import Demo

/// What holds on every machine, however busy it is: counts and orders.
@Suite("Demo: figures", .serialized) struct DemoFigureTests {
  private func finished(
    _ name: String, until isEnough: (Figures) -> Bool
  ) async throws -> FinishedPage {
    try #require(await FinishedPage.of(name, until: isEnough))
  }

  @Test func everyItemOfEveryClassIsPerformed() async throws {
    let page = try await finished("classes") { $0["noClassPerformed"] >= 4 }
    let figures = page.figures
    let queues = ["proAudio": "Pro Audio", "playback": "Playback", "noClass": "no class"]
    for (key, queue) in queues {
      #expect(page.performed(in: queue) == figures["\(key)Performed"])
    }
    #expect(queues.keys.reduce(0) { $0 + figures["\($1)Performed"] } == figures["itemsPut"])
  }

  @Test func classesHaveTheirPriorities() throws {
    let machine = try DemoMachine()
    let run = try DemoPage.classes.start(on: machine)
    let workers = run.frame().workers
    run.stop()
    for (queue, priority) in ["Pro Audio": 84, "Playback": 65, "no class": 0] {
      let priorities = Set(workers.filter { $0.queue == queue }.map(\.priority))
      // As much as a limit or a broker gives, or none.
      let isAsked = machine.grant.source == .direct || priority == 0
      if isAsked { #expect(priorities == [machine.hasRealtime ? priority : 0]) }
    }
  }

  @Test func theGovernorLowersTheGreedyClassAndTheOthersHaveTheirTurn() async throws {
    let machine = try DemoMachine()
    let isWatched = machine.grant.source == .direct && machine.hasRealtime
    let page = try await finished("governor") { figures in
      figures["ordinaryPerformed"] >= 5 && (figures["greedyLowered"] > 0 || !isWatched)
    }
    for name in ["greedy", "modest", "ordinary"] {
      #expect(page.figures["\(name)Put"] == page.figures["\(name)Performed"])
      #expect(page.performed(in: name) == page.figures["\(name)Performed"])
    }
    #expect(page.figures["greedyLowered"] > 0 || !isWatched)
    #expect(page.figures["greedyLowered"] <= page.figures["governorCycles"] + 1)
  }

  @Test func nothingOvertakesAMoreUrgentItem() async throws {
    let page = try await finished("priorities") { $0["rounds"] >= 2 }
    let figures = page.figures
    let (fills, capacity) = (figures["refused"], figures["capacity"])
    #expect(figures["overtaken"] == 0)
    #expect(figures["rounds"] == fills)
    #expect(figures["lowPerformed"] == fills * capacity / 3)
    #expect(figures["normalPerformed"] == fills * capacity / 3)
    let gates = figures["highPerformed"] - fills * capacity / 3
    #expect(gates == fills || gates == fills + 1)
    #expect(figures["itemsPut"] == fills * capacity + gates)
    #expect(page.performed(in: "full") == figures["itemsPut"])
    #expect(page.frame.queues.first?.highestDepth == capacity)
  }

  @Test func serialQueuesPerformOneAtATimeInOrder() async throws {
    let page = try await finished("serial") { $0["sharedPerformed"] >= 100 }
    let figures = page.figures
    for name in ["left", "right"] {
      #expect(figures["\(name)MostAtOnce"] == 1)
      #expect(figures["\(name)OutOfOrder"] == 0)
    }
    for name in ["left", "right", "shared"] {
      #expect(page.performed(in: name) == figures["\(name)Performed"])
      #expect(figures["\(name)Performed"] == figures["itemsPut"] / 3)
    }
    #expect(1...figures["workers"] ~= figures["sharedMostAtOnce"])
    #expect(1...figures["workers"] ~= figures["leftThreads"])
  }

  @Test func onlyTheQueueWithAPreDeadlineIsAwakeBefore() async throws {
    let page = try await finished("deadline") {
      $0["preWakeAwake"] > $0["preWakeInVain"] && $0["plainPerformed"] >= 20
    }
    let figures = page.figures
    #expect(figures["plainAwake"] == 0)
    #expect(figures["preWakeAwake"] <= figures["preWakeDeadlines"])
    #expect(figures["preWakeInVain"] < figures["preWakeAwake"])
    #expect(figures["preWakeMissed"] <= figures["preWakeDeadlines"])
    #expect(figures["plainMissed"] <= figures["plainDeadlines"])
    #expect(page.performed(in: "pre-wake") == figures["preWakePerformed"])
    #expect(page.performed(in: "plain") == figures["plainPerformed"])
    #expect(figures["preWakePerformed"] + figures["plainPerformed"] == figures["itemsPut"])
  }

  @Test func theSharedGraphPlaysTheSameSamples() async throws {
    let page = try await finished("graph") { $0["samplesCompared"] >= 20 * PlannedRun.frames }
    let figures = page.figures
    #expect(figures["samplesDiffering"] == 0)
    #expect(figures["serialPeriods"] == figures["parallelPeriods"])
    #expect(figures["samplesCompared"] == figures["parallelPeriods"] * PlannedRun.frames)
    #expect(figures["serialNodes"] == 16 * figures["serialPeriods"])
    #expect(figures["parallelNodes"] == 16 * figures["parallelPeriods"])
    #expect(page.performed(in: "parallel") == figures["parallelPeriods"])
    #expect(figures["threads"] >= 2)
  }

  @Test func theLateNodeIsCountedAndTheOtherIsUntouched() async throws {
    // A machine that stalls for longer than the budget makes others late: five tries.
    var page = try await finished("late") { $0["late"] >= 2 }
    for _ in 0..<4 where page.figures["rescues"] != page.figures["late"] {
      page = try await finished("late") { $0["late"] >= 2 }
    }
    let figures = page.figures
    #expect(figures["rescues"] == figures["late"])
    #expect(figures["inTimeLate"] == 0)
    #expect(figures["inTimePerformed"] == figures["periods"])
    #expect(figures["latePerformed"] < figures["periods"])
    #expect(figures["samplesCompared"] == figures["periods"] * 2_400)
    #expect(figures["samplesTouched"] == 0)
    // The tone's own step, and that of a fade over a period.
    #expect(figures.value("largestStep") <= 0.5012 * 2 * .pi * 100 / 48_000 + 0.003)
    #expect(page.frame.nodes.map(\.name) == ["in time", "source", "late"])
  }

  @Test(arguments: DemoPage.all.map(\.name))
  func figuresAreFinalOnceAPageHasEnded(name: String) async throws {
    let page = try await finished(name) { !$0.all.isEmpty }
    let names = page.result.figures.map(\.name)
    #expect(Set(names).count == names.count)
    // Or they would be cut on a terminal of 80 columns.
    #expect(page.result.figures.allSatisfy { $0.label.count <= 30 })
    #expect(page.result.note == nil || !page.hasRealtime)
  }

  @Test func valuesAreTextAsPeopleReadThem() {
    #expect(DemoFigure.count("a", "a", 120_000).text() == "120000")
    #expect(DemoFigure.duration("a", "a", 22_500).text() == "22.5 µs")
    #expect(DemoFigure.duration("a", "a", 22_500).text(glyphs: .ascii) == "22.5 us")
    #expect(DemoFigure.share("a", "a", 0.561).text() == "56 %")
  }
}
