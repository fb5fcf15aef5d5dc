import Drivers
import TestSupport
import Testing
import WorkQueues

@Suite("SyntheticWork", .serialized) struct SyntheticWorkTests {
  private let format = StreamFormat(
    rate: 48_000, periodFrames: 48, periods: 2, captureChannels: 0, playbackChannels: 2)

  @Test func playsSilenceAndNotesHowLateItWas() throws {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let driver = ManualDriver(format: format)
    let work = SyntheticWork(share: 0.5, of: format)
    try driver.start(work.callback, on: platform.makeQueue(named: "audio", kind: .standard))
    defer { driver.stop() }
    for _ in 0..<SyntheticWork.warmUpPeriods { driver.step() }
    // The first periods of a run do not count.
    #expect(work.periods == SyntheticWork.warmUpPeriods)
    #expect(work.latestEndNanoseconds == 0)
    let played = driver.step()
    #expect(played.count == 2)
    #expect(played.allSatisfy { $0.allSatisfy { $0 == 0 } })
    // Half of a millisecond was spent at least.
    #expect(work.latestEndNanoseconds >= 500_000)
    #expect(work.latestEndNanoseconds >= work.latestStartNanoseconds + 500_000)
  }
}
