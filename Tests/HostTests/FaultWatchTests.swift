import Drivers
import Synchronization
import Telemetry
import Testing

@testable import Host

@Suite("FaultWatch") struct FaultWatchTests {
  private let events = EventLog()
  private let watch: FaultWatch

  init() { watch = FaultWatch(events: events) }

  private func driver() -> ManualDriver {
    ManualDriver(
      format: StreamFormat(
        rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 0, playbackChannels: 1))
  }

  private var lines: [String] { events.all.map(\.text) }

  @Test func tellsTheFirstAtOnceAndTheRestTogether() {
    let driver = driver()
    watch.look(at: driver)
    #expect(lines.isEmpty)
    driver.counters.xruns.add(1, ordering: .relaxed)
    watch.look(at: driver)
    #expect(lines == ["manual: 1 xrun on by hand"])
    for _ in 0..<9 {
      driver.counters.xruns.add(2, ordering: .relaxed)
      watch.look(at: driver)
    }
    #expect(lines.count == 1)
    watch.look(at: driver)
    #expect(lines.dropFirst() == ["manual: 18 xruns on by hand; in all 19 xruns"])
  }

  @Test func theLastLookTellsWhatIsLeft() {
    let driver = driver()
    driver.counters.xruns.add(1, ordering: .relaxed)
    watch.look(at: driver)
    driver.counters.xruns.add(1, ordering: .relaxed)
    watch.look(at: driver)
    #expect(lines.count == 1)
    watch.look(at: driver, isLast: true)
    watch.look(at: driver, isLast: true)
    #expect(lines.dropFirst() == ["manual: 1 xrun on by hand; in all 2 xruns"])
  }

  @Test func messagesThatWereLostAreTold() {
    let driver = driver()
    driver.counters.droppedMIDI.add(2, ordering: .relaxed)
    watch.look(at: driver)
    #expect(lines == ["manual: 2 lost MIDI messages on by hand"])
  }

  @Test func beginsAnewWithAnotherDriver() {
    let (first, second) = (driver(), driver())
    first.counters.xruns.add(3, ordering: .relaxed)
    watch.look(at: first)
    second.counters.xruns.add(3, ordering: .relaxed)
    watch.look(at: second)
    #expect(lines == ["manual: 3 xruns on by hand", "manual: 3 xruns on by hand"])
  }

  /// Where one was in memory the next one may be.
  @Test func doesNotTakeADriverForOneThatIsGone() {
    for count: UInt64 in [3, 1, 3, 1, 3, 1, 3, 1] {
      let driver = driver()
      driver.counters.xruns.add(count, ordering: .relaxed)
      watch.look(at: driver)
    }
    #expect(lines.map { $0.contains("in all") } == Array(repeating: false, count: 8))
    #expect(lines.filter { $0 == "manual: 1 xrun on by hand" }.count == 4)
  }

  @Test func namesEveryKindOfFault() {
    let driver = driver()
    driver.counters.suspends.add(1, ordering: .relaxed)
    driver.counters.stalls.add(2, ordering: .relaxed)
    watch.look(at: driver)
    driver.counters.faults.add(1, ordering: .relaxed)
    watch.look(at: driver, isLast: true)
    #expect(
      lines == [
        "manual: 1 suspend, 2 stalls on by hand",
        "manual: 1 fault on by hand; in all 1 suspend, 2 stalls, 1 fault",
      ])
  }
}
