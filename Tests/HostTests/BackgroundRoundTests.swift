import SoundFiles
import Testing

@testable import Host

@Suite("BackgroundRound") struct BackgroundRoundTests {
  @Test func slicesAlternate() {
    let work = ["a", "b", "c"].map { BackgroundWork(label: $0) }
    var left = ["a": 3, "b": 1, "c": 2]
    var served: [String] = []
    BackgroundRound.perform(work) { work in
      served.append(work.label)
      left[work.label, default: 0] -= 1
      return left[work.label, default: 0] > 0
    }
    #expect(served == ["a", "b", "c", "a", "c", "a"])
  }

  @Test func whatNeverEndsIsLeftForTheNextTurn() {
    var count = 0
    BackgroundRound.perform([BackgroundWork(label: "endless")]) { _ in
      count += 1
      return true
    }
    #expect(count == BackgroundRound.slices + 1)
  }
}
