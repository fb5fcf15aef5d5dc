import TestSupport
import Testing

@testable import Graph

@Suite("Reviser") struct PlanReviserTests {
  /// Eight nodes side by side.
  private func blueprint() throws -> Blueprint {
    try Blueprint(
      GraphDescription(
        nodes: (0..<8).map { _ in .wire("n") }, connections: [], maximumFrames: 1))
  }

  private func reading(
    cost: Double = 10_000, seconds: Int64 = 0, shared: (UInt64, Double?) = (0, nil),
    serial: (UInt64, Double?) = (0, nil), periodNanoseconds: Double = 0, threads: Int = 2
  ) -> Reviser.Reading {
    Reviser.Reading(
      costs: [Double](repeating: cost, count: 8), threads: threads,
      periodNanoseconds: periodNanoseconds, nowNanoseconds: seconds * 1_000_000_000,
      shared: .init(count: shared.0, medianNanoseconds: shared.1),
      serial: .init(count: serial.0, medianNanoseconds: serial.1))
  }

  @Test func waitsUntilEveryStepWasTimed() throws {
    var reviser = Reviser()
    #expect(reviser.revise(try blueprint(), reading(cost: 0)) == nil)
  }

  @Test func triesFirstAndKeepsWhatIsFaster() throws {
    var reviser = Reviser()
    let trial = try #require(reviser.revise(try blueprint(), reading()))
    #expect(trial.threads == 2)
    #expect(trial.alternates)
    #expect(trial.sharedRuns == Reviser.trialRuns)
    // Not yet enough runs of either kind.
    #expect(reviser.revise(try blueprint(), reading(shared: (3, 1), serial: (90, 1))) == nil)
    let shared = try #require(
      reviser.revise(try blueprint(), reading(shared: (20, 45_000), serial: (20, 80_000))))
    #expect(shared.threads == 2)
    #expect(!shared.alternates)
    #expect(shared.sharedRuns == .max)
  }

  @Test func goesBackToOneThreadWhereSharingGainsTooLittle() throws {
    var reviser = Reviser()
    _ = reviser.revise(try blueprint(), reading())
    let decided = reviser.revise(
      try blueprint(), reading(shared: (20, 79_000), serial: (20, 80_000)))
    #expect(decided == .serial)
  }

  @Test func triesAgainAfterPausesThatGrow() throws {
    var reviser = Reviser()
    var tries: [Int64] = []
    var runs: UInt64 = 0
    for second in 0..<100 {
      let blueprint = try blueprint()
      let schedule = reviser.revise(
        blueprint, reading(seconds: Int64(second), shared: (runs, 90_000), serial: (runs, 80_000)))
      guard let schedule, schedule.alternates else { continue }
      tries.append(Int64(second))
      runs += 24
      let decided = reviser.revise(
        blueprint, reading(seconds: Int64(second), shared: (runs, 90_000), serial: (runs, 80_000)))
      #expect(decided == .serial)
    }
    #expect(tries == [0, 1, 3, 7, 15, 31, 63])
  }

  @Test func triesAgainSoonWhenCostsChange() throws {
    var reviser = Reviser()
    _ = reviser.revise(try blueprint(), reading())
    _ = reviser.revise(try blueprint(), reading(shared: (20, 90_000), serial: (20, 80_000)))
    #expect(reviser.revise(try blueprint(), reading(cost: 11_000)) == nil)
    let trial = reviser.revise(try blueprint(), reading(cost: 20_000))
    #expect(trial?.alternates == true)
  }

  @Test func doesNotTryWhatIsTooSmallToGain() throws {
    var reviser = Reviser()
    #expect(reviser.revise(try blueprint(), reading(cost: 30)) == .serial)
    var alone = Reviser()
    #expect(alone.revise(try blueprint(), reading(threads: 1)) == .serial)
  }

  /// 80 µs of work in a period of 100 µs: alone, a thread might be late.
  @Test func sharesWithoutATrialWhereOneThreadCouldBeLate() throws {
    var reviser = Reviser()
    let schedule = try #require(
      reviser.revise(try blueprint(), reading(periodNanoseconds: 100_000)))
    #expect(schedule.threads == 2)
    #expect(!schedule.alternates)
  }

  @Test(arguments: [2, 3, 8]) func putsEachItemOnOneLaneBehindThoseItWaitsFor(lanes: Int) throws {
    for seed in UInt64(0)..<40 {
      var random = SeededGenerator(seed: seed)
      let graph = RandomGraph(
        seed: seed, nodeCount: Int.random(in: 1...60, using: &random), maximumFrames: 1)
      let blueprint = try Blueprint(graph.description)
      let costs = blueprint.steps.map { _ in Double.random(in: 1...5000, using: &random) }
      let draft = ScheduleDraft(blueprint, costs: costs, threads: lanes)
      let schedule = Schedule(draft, threads: lanes)
      guard draft.items.count > 1 else {
        #expect(schedule == .serial)
        continue
      }
      #expect(schedule.threads == lanes)
      #expect(schedule.items.flatMap(\.steps).sorted() == Array(blueprint.steps.indices))
      #expect(schedule.laneStarts.count == lanes + 1)
      for lane in 0..<lanes {
        let range = schedule.laneStarts[lane]..<schedule.laneStarts[lane + 1]
        for place in range {
          // What it waits for on its own lane comes before it.
          #expect(
            schedule.items[place].predecessors.filter(range.contains).allSatisfy { $0 < place })
        }
      }
    }
  }

  /// Two rows of four, each reading from its own place and the next: half of each row on each lane.
  @Test func keepsItemsOnTheLanesOfThoseTheyWaitFor() throws {
    let nodes = (0..<8).map { _ in GraphNode.wire("n") }
    let connections = (0..<4).flatMap { place in
      [place, (place + 1) % 4].map { connect(.node($0, port: 0), .node(4 + place, port: 0)) }
    }
    let blueprint = try Blueprint(
      GraphDescription(nodes: nodes, connections: connections, maximumFrames: 1))
    let costs = [Double](repeating: 5000, count: 8)
    let schedule = Schedule(ScheduleDraft(blueprint, costs: costs, threads: 2), threads: 2)
    #expect(schedule.laneStarts == [0, 4, 8])
    let crossing = schedule.items.enumerated().reduce(0) { sum, item in
      sum + item.element.predecessors.filter { ($0 < 4) != (item.offset < 4) }.count
    }
    #expect(crossing == 2)
  }
}

@Suite("ItemClaim") struct PlanItemClaimTests {
  @Test func opensAnewInEachPart() {
    var word = ItemClaim.initial
    #expect(!ItemClaim.isOpen(word, in: 0))
    for part in UInt64(1)...5 {
      #expect(ItemClaim.isOpen(word, in: part))
      word = ItemClaim.taken(word, in: part)
      #expect(!ItemClaim.isOpen(word, in: part))
      #expect(!ItemClaim.isOpen(word, in: part - 1))
    }
  }

  @Test func neverComesToTheSameValueAgain() {
    var word = ItemClaim.initial
    var seen: Set<ItemClaim.Word> = [word]
    for part in UInt64(1)...20 {
      for _ in 0..<50 {
        word = ItemClaim.taken(word, in: part)
        #expect(seen.insert(word).inserted)
        word = ItemClaim.released(word)
        #expect(seen.insert(word).inserted)
        #expect(ItemClaim.isOpen(word, in: part))
        #expect(!ItemClaim.isOpen(word, in: part - 1))
      }
    }
  }
}
