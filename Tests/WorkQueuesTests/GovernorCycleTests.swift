import Testing

@testable import WorkQueues

@Suite("GovernorCycle") struct GovernorCycleTests {
  private static let millisecond: Int64 = 1_000_000

  /// Two cores, of which real-time classes may use 80 %: 16 of 20 ms.
  private func cycle(cpus: Int = 2, percent: Int = 20) -> GovernorCycle {
    GovernorCycle(cpuCount: cpus, responsivenessPercent: percent, now: 0)
  }

  private func milliseconds(_ count: Int64) -> Int64 { count * Self.millisecond }

  @Test(
    arguments: [
      (1, 20, 8, 2), (2, 20, 16, 4), (8, 10, 72, 8), (2, 100, 0, 20), (2, 150, 0, 20),
      (0, 20, 8, 2),
    ] as [(Int, Int, Int64, Int64)])
  func sharesTheMachine(cpus: Int, percent: Int, share: Int64, reserve: Int64) {
    let cycle = cycle(cpus: cpus, percent: percent)
    #expect(cycle.share == milliseconds(share))
    #expect(cycle.reserve == milliseconds(reserve))
  }

  @Test func nobodyIsLoweredWithinTheShare() {
    var cycle = cycle()
    cycle.add(milliseconds(15), to: 0)
    #expect(cycle.judge(among: 1) == 0)
    #expect(cycle.lowered == 0)
  }

  @Test func aClassThatUsedTheShareUpIsLoweredOnce() {
    var cycle = cycle()
    cycle.add(milliseconds(16), to: 3)
    #expect(cycle.judge(among: 1 << 3) == 1 << 3)
    #expect(cycle.judge(among: 1 << 3) == 0)
    #expect(cycle.lowered == 1 << 3)
  }

  @Test func theClassThatUsedMostIsLoweredFirst() {
    var cycle = cycle()
    cycle.add(milliseconds(5), to: 0)
    cycle.add(milliseconds(7), to: 1)
    cycle.add(milliseconds(4), to: 2)
    #expect(cycle.judge(among: 0b111) == 0b010)
  }

  @Test func theOthersFollowWhenTheyTakeAQuarterOfTheReserve() {
    var cycle = cycle()
    cycle.add(milliseconds(12), to: 0)
    cycle.add(milliseconds(4), to: 1)
    #expect(cycle.judge(among: 0b11) == 0b01)
    cycle.add(Self.millisecond / 2, to: 1)
    #expect(cycle.judge(among: 0b11) == 0)
    cycle.add(Self.millisecond / 2, to: 1)
    #expect(cycle.judge(among: 0b11) == 0b10)
  }

  @Test func aClassWithoutThreadsIsNotLowered() {
    var cycle = cycle()
    cycle.add(milliseconds(16), to: 0)
    #expect(cycle.judge(among: 0b10) == 0b10)
    cycle.add(milliseconds(1), to: 0)
    #expect(cycle.judge(among: 0b10) == 0)
    #expect(cycle.judge(among: 0) == 0)
  }

  @Test func looksNotBeforeTheShareCouldBeUsedUp() {
    var cycle = cycle()
    #expect(cycle.nextLook(after: 0, threads: 2, present: 1) == milliseconds(8))
    #expect(cycle.nextLook(after: 0, threads: 9, present: 1) == milliseconds(8))
    // One thread alone cannot use it up before the cycle ends.
    #expect(cycle.nextLook(after: 0, threads: 1, present: 1) == milliseconds(10))
    cycle.add(milliseconds(6), to: 0)
    #expect(
      cycle.nextLook(after: milliseconds(3), threads: 2, present: 1) == milliseconds(8))
  }

  @Test func looksAtTheEndWhenAllAreLowered() {
    var cycle = cycle()
    cycle.add(milliseconds(16), to: 0)
    _ = cycle.judge(among: 1)
    #expect(cycle.nextLook(after: milliseconds(8), threads: 2, present: 1) == milliseconds(10))
    // A second class still has a quarter of the reserve, on both cores.
    #expect(
      cycle.nextLook(after: milliseconds(8), threads: 3, present: 0b11)
        == milliseconds(8) + Self.millisecond / 2)
  }

  @Test func neverLooksTwiceAtOnce() {
    var cycle = cycle()
    cycle.add(milliseconds(16) - 1, to: 0)
    let next = cycle.nextLook(after: milliseconds(8), threads: 2, present: 1)
    #expect(next == milliseconds(8) + GovernorCycle.shortestWait)
  }

  @Test func aNewCycleBeginsWithNothingUsed() {
    var cycle = cycle()
    cycle.add(milliseconds(16), to: 0)
    _ = cycle.judge(among: 1)
    cycle.beginNext(now: milliseconds(10) + 50)
    #expect(cycle.lowered == 0)
    #expect(cycle.total == 0)
    #expect(cycle.used(by: 0) == 0)
    #expect(!cycle.isLazy)
    // On its beat.
    #expect(cycle.start == milliseconds(10))
    #expect(cycle.judge(among: 1) == 0)
  }

  @Test func aCycleThatEndedFarTooLateStartsANewBeat() {
    var cycle = cycle()
    cycle.beginNext(now: milliseconds(70))
    #expect(cycle.start == milliseconds(70))
  }

  @Test func tenCalmCyclesMakeItLazy() {
    var cycle = cycle()
    for number in 1...10 {
      #expect(!cycle.isLazy)
      cycle.add(milliseconds(7), to: 0)
      cycle.beginNext(now: milliseconds(Int64(number) * 10))
    }
    #expect(cycle.isLazy)
    #expect(cycle.end == milliseconds(200))
    #expect(cycle.nextLook(after: milliseconds(100), threads: 2, present: 1) == milliseconds(200))
    // In a lazy cycle nobody is lowered: it is over when it is looked at.
    cycle.add(milliseconds(200), to: 0)
    #expect(cycle.judge(among: 1) == 0)
  }

  @Test func halfOfTheShareIsNotCalm() {
    var cycle = cycle()
    for number in 1...20 {
      cycle.add(milliseconds(8), to: 0)
      cycle.beginNext(now: milliseconds(Int64(number) * 10))
    }
    #expect(!cycle.isLazy)
  }

  @Test func aBusyLazyCycleEndsTheLaziness() {
    var cycle = cycle()
    for number in 1...10 { cycle.beginNext(now: milliseconds(Int64(number) * 10)) }
    #expect(cycle.isLazy)
    cycle.add(milliseconds(79), to: 0)
    cycle.beginNext(now: milliseconds(200))
    #expect(cycle.isLazy)
    cycle.add(milliseconds(80), to: 0)
    cycle.beginNext(now: milliseconds(300))
    #expect(!cycle.isLazy)
    #expect(cycle.end == milliseconds(310))
  }

  @Test func withNothingForRealtimeClassesTheyAreLoweredAtOnce() {
    var cycle = cycle(percent: 100)
    cycle.add(1, to: 0)
    #expect(cycle.judge(among: 1) == 1)
  }
}
