import Drivers
import Synchronization
import Testing
import WorkQueues

@Suite("Manual driver") struct ManualDriverTests {
  private let format = StreamFormat(
    rate: 48_000, periodFrames: 8, periods: 2, captureChannels: 2, playbackChannels: 2)

  @Test func performsAPeriodPerStep() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
    let log = PeriodLog()
    let driver = ManualDriver(format: format)
    try driver.start(log.callback, on: queue)
    let input = ramp(channels: 2, frames: 8)
    #expect(driver.step(capture: input) == input)
    #expect(driver.step(capture: [[1, 2]], frames: 3) == [[1, 2, 0], [0, 0, 0]])
    #expect(log.entries.withLock { $0.map(\.frameTime) } == [0, 8])
    #expect(driver.counters.periods.load(ordering: .relaxed) == 2)
    driver.stop()
    #expect(driver.step(capture: input).isEmpty)
    platform.shutdown()
  }

  @Test func performsNothingOnceLost() throws {
    let platform = try WorkPlatform()
    let queue = try platform.makeQueue(named: "audio", kind: .multithreaded(workers: 1))
    let log = PeriodLog()
    let driver = ManualDriver(format: format)
    try driver.start(log.callback, on: queue)
    driver.lose()
    #expect(driver.step().isEmpty)
    #expect(log.count.load(ordering: .relaxed) == 0)
    driver.stop()
    platform.shutdown()
  }
}
