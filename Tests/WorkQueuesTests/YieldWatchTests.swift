import Testing

@testable import WorkQueues

@Suite("YieldWatch") struct YieldWatchTests {
  private static let step: Int64 = 100_000_000

  /// Looks ten times a second while the thread computes half of the time; the looks that named it.
  private func looks(
    _ count: Int64, from first: Int64 = 1, _ watch: inout YieldWatch,
    switches: (Int64) -> UInt64 = { _ in 7 }
  ) -> [Int64] {
    (first..<first + count).filter { look in
      watch.look(
        now: look * Self.step, cpuNanoseconds: look * Self.step / 2, switches: switches(look))
    }
  }

  private func watch() -> YieldWatch { YieldWatch(now: 0, cpuNanoseconds: 0, switches: 7) }

  @Test func namesAThreadOnceAfterASecond() {
    var watch = watch()
    #expect(looks(50, &watch) == [11])
    #expect(watch.isNamed)
  }

  @Test func aThreadThatPausesIsNotNamed() {
    var watch = watch()
    #expect(looks(50, &watch) { UInt64($0 / 10) } == [])
    #expect(!watch.isNamed)
  }

  @Test func namesItAgainAfterAPause() {
    var watch = watch()
    #expect(looks(15, &watch) == [11])
    #expect(looks(1, from: 16, &watch) { _ in 8 } == [])
    #expect(!watch.isNamed)
    #expect(looks(20, from: 17, &watch) { _ in 8 } == [27])
  }

  @Test func aThreadThatComputesNothingIsNotNamed() {
    var watch = watch()
    for look in 1...50 {
      let isNamed = watch.look(now: Int64(look) * Self.step, cpuNanoseconds: 0, switches: 7)
      #expect(!isNamed)
    }
    #expect(watch.hasPaused)
  }

  @Test func aThreadThatUsesNextToNothingCountsAsOneThatPauses() {
    var watch = watch()
    #expect(watch.isCalm(cpuNanoseconds: 1_000_000))
    #expect(!watch.isCalm(cpuNanoseconds: Self.step / 10))
    #expect(looks(10, &watch) == [])
    watch.sawCalm(now: 11 * Self.step, cpuNanoseconds: 11 * Self.step / 2)
    #expect(watch.hasPaused)
    #expect(looks(20, from: 12, &watch) == [22])
  }
}
