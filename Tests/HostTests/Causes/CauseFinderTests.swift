import Telemetry
import Testing

@testable import Host

@Suite("Finding causes") struct CauseFinderTests {
  /// A period of a millisecond, its number its place in time.
  private func period(_ number: UInt64, worked: Int64 = 100_000, gap: Int64 = 1_000_000)
    -> PeriodRecord
  {
    var record = PeriodRecord()
    record.number = number
    record.length = 1_000_000
    record.asked = Int64(number) * 1_000_000
    record.ran = record.asked + 1_000
    record.performed = record.ran + worked
    record.closed = record.performed
    record.beforeRan = record.asked - gap
    record.beforeClosed = record.beforeRan + 100_000
    return record
  }

  private func look(
    _ finder: inout CauseFinder, _ change: (inout CauseMaterial) -> Void
  ) -> [FoundCause] {
    var material = CauseMaterial()
    change(&material)
    return finder.look(material) { _ in nil }
  }

  @Test func nothingIsFoundWhereNothingHappened() {
    var finder = CauseFinder()
    #expect(look(&finder) { _ in }.isEmpty)
    #expect(look(&finder) { $0.breaks = [period(1, gap: 9_000_000)] }.isEmpty)
  }

  @Test func latePeriodsAreTold() {
    var finder = CauseFinder()
    let found = look(&finder) { $0.late = [period(1, worked: 2_000_000)] }
    #expect(found.map(\.effect) == [.late])
  }

  @Test func oneCauseIsToldOfManyPeriodsAlike() {
    var finder = CauseFinder()
    let found = look(&finder) { material in
      material.late = (1...20).map { period($0 * 10, worked: 2_000_000) }
    }
    #expect(found.count == 1)
  }

  @Test func aPeriodThatOnlyWaitedForTheOneBeforeIsNoCause() {
    var finder = CauseFinder()
    var second = period(2)
    second.beforeClosed = second.asked + 3_000_000
    second.ran = second.beforeClosed + 1_000
    second.performed = second.ran + 100_000
    second.closed = second.performed
    let found = look(&finder) { $0.late = [period(1, worked: 4_000_000), second] }
    #expect(found.map(\.kind) == [.unknown])
    #expect(found[0].sentence.hasPrefix("the work took 4.0 ms"))
  }

  @Test func anXrunMakesABreakACause() {
    var finder = CauseFinder()
    let found = look(&finder) {
      $0.xruns = 1
      $0.breaks = [period(100, gap: 52_000_000)]
    }
    #expect(found.map(\.effect) == [.xrun])
    #expect(found.map(\.kind) == [.deviceStall])
  }

  @Test func aBreakMayComeALookBeforeTheXrunOrAfterIt() {
    var finder = CauseFinder()
    #expect(look(&finder) { $0.breaks = [period(100, gap: 52_000_000)] }.isEmpty)
    #expect(look(&finder) { $0.xruns = 1 }.map(\.kind) == [.deviceStall])
    #expect(look(&finder) { $0.xruns = 1 }.isEmpty)
    let found = look(&finder) { $0.breaks = [period(900, gap: 52_000_000)] }
    #expect(found.map(\.kind) == [.deviceStall])
    #expect(found.map(\.effect) == [.xrun])
  }

  @Test func anXrunThatNothingExplainsIsToldAtTheNextLook() {
    var finder = CauseFinder()
    #expect(look(&finder) { $0.xruns = 1 }.isEmpty)
    let found = look(&finder) { _ in }
    #expect(found.map(\.kind) == [.unknown])
    #expect(found.map(\.effect) == [.xrun])
    #expect(look(&finder) { _ in }.isEmpty)
  }

  @Test func theLastLookTellsAtOnce() {
    var finder = CauseFinder()
    let found = look(&finder) {
      $0.stalls = 1
      $0.isLast = true
    }
    #expect(found.map(\.effect) == [.stall])
  }

  @Test func crashesComeFirstThenQueuesThenPeriods() {
    var finder = CauseFinder()
    let found = look(&finder) {
      $0.late = [period(1, worked: 2_000_000)]
      $0.refusals = [("control", 3), ("disk", 1)]
      $0.crashes = [("amp", "crashed with SIGSEGV")]
    }
    #expect(found.map(\.kind) == [.sandboxCrash, .queueFull, .queueFull, .unknown])
    #expect(
      found.prefix(3).map(\.sentence) == [
        "the sandbox of amp crashed with SIGSEGV; its input went through",
        "the queue control was full: 3 items were refused",
        "the queue disk was full: an item was refused",
      ])
  }

  @Test func whoRanIsOnlyAskedWhereItMatters() {
    var finder = CauseFinder()
    var asked: [Int64] = []
    var material = CauseMaterial()
    material.late = [period(1, worked: 2_000_000)]
    _ = finder.look(material) { nanoseconds in
      asked.append(nanoseconds)
      return nil
    }
    #expect(asked.isEmpty)
    material.late[0].number = 10
    material.late[0].ran += 5_000_000
    material.late[0].closed += 5_000_000
    _ = finder.look(material) { nanoseconds in
      asked.append(nanoseconds)
      return nil
    }
    #expect(asked == [2_500_500])
  }

  @Test func theWatchKeepsTheLastCausesAndSaysOneNowAndThen() {
    var state = CauseWatch.State()
    let cause = FoundCause(effect: .xrun, kind: .deviceStall, sentence: "the card slept")
    #expect(state.keep([cause], at: 1) == "cause: the card slept")
    for _ in 0..<20 { #expect(state.keep([], at: 2) == nil) }
    #expect(state.keep([cause, cause], at: 3) == "cause: the card slept")
    #expect(state.keep([cause], at: 4) == nil)
    for number in 0..<20 { _ = state.keep([cause], at: Int64(number)) }
    #expect(state.causes.map(\.number) == Array(9...24))
    #expect(state.causes.last?.kind == "deviceStall")
  }
}
