import TestSupport
import Testing

@testable import Graph

@Suite("Ancestry") struct AncestryTests {
  @Test func knowsWhoComesBeforeWhom() {
    let ancestry = Ancestry(predecessors: [[], [0], [0], [1], [2, 3], []])
    #expect(ancestry.isAlways(0, before: 4))
    #expect(ancestry.isAlways(1, before: 3))
    #expect(!ancestry.isAlways(1, before: 2))
    #expect(!ancestry.isAlways(2, before: 3))
    #expect(!ancestry.isAlways(4, before: 0))
    #expect(!ancestry.isAlways(3, before: 3))
    #expect(!ancestry.isAlways(0, before: 5))
    #expect(ancestry.areAlways([], before: 0))
    #expect(ancestry.areAlways([0, 1, 2, 3], before: 4))
    #expect(!ancestry.areAlways([0, 1, 2], before: 3))
  }

  @Test func leavesOutWhomAnotherWaitsForAnyway() {
    let ancestry = Ancestry(predecessors: [[], [0], [0, 1], [0, 1, 2], [0, 3]])
    #expect(ancestry.direct == [[], [0], [1], [2], [3]])
    #expect(Ancestry(predecessors: [[], [], [0, 1]]).direct == [[], [], [0, 1]])
  }

  @Test func isEmptyWithoutSteps() {
    #expect(Ancestry(predecessors: []).direct == [])
  }

  @Test func looksFromTheLatestBack() {
    let ancestry = Ancestry(predecessors: (0..<200).map { $0 < 2 ? [] : [$0 - 2] })
    var marked = [UInt64](repeating: 0, count: 4)
    for step in [1, 2, 63, 64, 66, 130, 198] { marked[step / 64] |= 1 << (step % 64) }
    func seen(from step: Int, until last: Int) -> [Int] {
      var seen: [Int] = []
      ancestry.latest(of: marked, before: step) { step in
        seen.append(step)
        return step == last
      }
      return seen
    }
    #expect(seen(from: 198, until: -1) == [130, 66, 64, 2])
    #expect(seen(from: 198, until: 66) == [130, 66])
    #expect(seen(from: 199, until: -1) == [63, 1])
    #expect(seen(from: 0, until: -1) == [])
    #expect(seen(from: 1, until: -1) == [])
  }

  @Test func equalsAWalkBackwardsThroughRandomSteps() {
    let seed = UInt64.random(in: 0..<1_000_000)
    print("ancestry: seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let predecessors = (0..<300).map { step in
      (0..<step).filter { _ in Int.random(in: 0..<80, using: &random) == 0 }
    }
    let ancestry = Ancestry(predecessors: predecessors)
    var all: [Set<Int>] = []
    for (step, before) in predecessors.enumerated() {
      all.append(before.reduce(into: Set(before)) { $0.formUnion(all[$1]) })
      #expect(
        (0..<300).allSatisfy { ancestry.isAlways($0, before: step) == all[step].contains($0) })
      let direct = before.filter { other in !before.contains { all[$0].contains(other) } }
      #expect(ancestry.direct[step] == direct)
    }
  }
}
