import Testing

@testable import RealtimeKit

@Suite("RealtimeKitLimits") struct RealtimeKitLimitsTests {
  private let usual = RealtimeKitLimits(
    maximumPriority: 20, cpuTimeMicroseconds: 200_000, minimumNice: -15)

  @Test(arguments: [(80, 18), (82, 18), (84, 19), (86, 19), (88, 20), (99, 20), (1000, 20)])
  func highClassesGetTheTopThree(asked: Int, got: Int) {
    #expect(usual.priority(for: asked) == got)
  }

  @Test(arguments: [(60, 5), (75, 15), (78, 17), (59, 4), (1, 1), (0, 1), (-5, 1)])
  func theOthersComeBelow(asked: Int, got: Int) {
    #expect(usual.priority(for: asked) == got)
  }

  @Test func keepsTheOrder() {
    let priorities = (1...99).map { usual.priority(for: $0) }
    #expect(priorities == priorities.sorted())
    #expect(priorities.allSatisfy { (1...20).contains($0) })
  }

  @Test func neverAsksForMoreThanThereIs() {
    let low = RealtimeKitLimits(maximumPriority: 7, cpuTimeMicroseconds: 1, minimumNice: 0)
    #expect(low.priority(for: 84) == 7)
    #expect(low.priority(for: 60) == 5)
  }
}
