import Drivers
import Host
import TestSupport
import Testing
import WorkQueues

@testable import Command

@Suite("PeriodProbe") struct PeriodProbeTests {
  @Test func goesDownUntilThereAreXruns() throws {
    // Two periods run from 96 frames on, three from 64.
    let tried = try perform(limits: [2: 96, 3: 64])
    #expect(
      tried.map { "\($0.periods)x\($0.periodFrames)" } == [
        "2x1024", "2x512", "2x256", "2x128", "2x64", "2x96", "3x48",
      ])
    #expect(tried.best.map { [$0.periods, $0.periodFrames] } == [2, 96])
  }

  @Test func takesThreeShorterPeriodsWhenTheirBufferIsShorter() throws {
    let tried = try perform(limits: [2: 128, 3: 16])
    #expect(tried.best.map { [$0.periods, $0.periodFrames] } == [3, 16])
    #expect(tried.last.map { [$0.periods, $0.periodFrames] } == [3, 12])
  }

  @Test func triesThreePeriodsWhenTwoNeverRun() throws {
    let tried = try perform(limits: [2: .max, 3: 512])
    #expect(
      tried.map { "\($0.periods)x\($0.periodFrames)" } == [
        "2x1024", "3x1024", "3x512", "3x256", "3x384",
      ])
    #expect(tried.best.map { [$0.periods, $0.periodFrames] } == [3, 512])
  }

  @Test func findsNothingOnADeviceThatNeverRuns() throws {
    #expect(try perform(limits: [2: .max, 3: .max]).best == nil)
  }

  @Test func endsWithTheShortestTheDeviceHas() throws {
    let tried = try perform(limits: [2: 0, 3: 0], shortest: 200)
    #expect(
      tried.map { "\($0.periods)x\($0.periodFrames)" } == [
        "2x1024", "2x512", "2x256", "2x200", "3x200",
      ])
  }

  @Test func triesNothingTwice() throws {
    var opened = 0
    let probe = PeriodProbe(
      open: { _, periods throws(DriverError) in
        opened += 1
        return ManualDriver(format: Self.format(441, periods))
      }, run: { driver throws(DriverError) in Self.trial(driver, .stable) })
    #expect(try probe.perform { _ in }.map(\.periodFrames) == [441, 441])
    #expect(opened == 4)
  }

  @Test func triesTheServersPeriodOnlyWithoutAChoice() throws {
    let probe = PeriodProbe(
      open: { _, _ throws(DriverError) in ManualDriver(format: Self.format(256, 1)) },
      run: { driver throws(DriverError) in Self.trial(driver, .stable) }, hasChoice: false)
    #expect(try probe.perform { _ in }.map(\.periodFrames) == [256])
  }

  @Test func endsWhenItIsInterrupted() throws {
    var count = 0
    let probe = PeriodProbe(
      open: { frames, periods throws(DriverError) in
        ManualDriver(format: Self.format(frames, periods))
      },
      run: { driver throws(DriverError) in
        count += 1
        return Self.trial(driver, count == 3 ? .interrupted : .stable)
      })
    let tried = try probe.perform { _ in }
    #expect(tried.map(\.outcome) == [.stable, .stable, .interrupted])
    #expect(tried.best?.periodFrames == 512)
  }

  @Test func endsWhereTheDeviceRefuses() throws {
    let probe = PeriodProbe(
      open: { frames, periods throws(DriverError) in
        guard frames >= 256, periods == 2 else { throw DriverError(.unsupported, "too short") }
        return ManualDriver(format: Self.format(frames, periods))
      }, run: { driver throws(DriverError) in Self.trial(driver, .stable) })
    #expect(try probe.perform { _ in }.map(\.periodFrames) == [1024, 512, 256])
  }

  @Test(arguments: [DriverError.Code.busy, .unavailable, .unsupported])
  func throwsWhenTheDeviceCannotBeHad(code: DriverError.Code) {
    let probe = PeriodProbe(
      open: { _, _ throws(DriverError) in throw DriverError(code, "no") },
      run: { driver throws(DriverError) in Self.trial(driver, .stable) })
    #expect(throws: DriverError(code, "no")) { try probe.perform { _ in } }
  }

  /// Tries a device that runs from so many frames on, by the number of periods.
  private func perform(limits: [Int: Int], shortest: Int = 1) throws -> [PeriodTrial] {
    var noted: [PeriodTrial] = []
    let probe = PeriodProbe(
      open: { frames, periods throws(DriverError) in
        ManualDriver(format: Self.format(max(frames, shortest), periods))
      },
      run: { driver throws(DriverError) in
        let isLate = driver.format.periodFrames < limits[driver.format.periods, default: 0]
        return Self.trial(driver, isLate ? .xruns : .stable)
      })
    let trials = try probe.perform { noted.append($0) }
    #expect(noted == trials)
    return trials
  }

  private static func trial(_ driver: any Driver, _ outcome: PeriodTrial.Outcome) -> PeriodTrial {
    PeriodTrial(
      periodFrames: driver.format.periodFrames, periods: driver.format.periods,
      rate: driver.format.rate, outcome: outcome)
  }

  private static func format(_ frames: Int, _ periods: Int) -> StreamFormat {
    StreamFormat(
      rate: 48_000, periodFrames: frames, periods: periods, captureChannels: 0,
      playbackChannels: 2)
  }
}

@Suite("PeriodTrial", .serialized) struct PeriodTrialTests {
  @Test func runsADriverThatKeepsUp() throws {
    let trial = try run(LoopedDriver(Self.format, delayPeriods: 1))
    #expect(trial.outcome == .stable)
    #expect(trial.xruns == 0)
    #expect(trial.periodFrames == 64)
    #expect(trial.latestEndPeriods > 0)
  }

  @Test func countsXruns() throws {
    let trial = try run(
      LoopedDriver(Self.format, delayPeriods: 1) { driver, _ in driver.countXrun() },
      seconds: 3600)
    #expect(trial.outcome == .xruns)
    #expect(trial.xruns >= PeriodTrial.enoughXruns)
  }

  @Test func endsWithADriverThatIsLost() throws {
    let trial = try run(
      LoopedDriver(Self.format, delayPeriods: 1) { driver, period in
        if period == 30 { driver.lose() }
      }, seconds: 3600)
    #expect(trial.outcome == .stopped)
  }

  @Test func endsWhenItIsInterrupted() throws {
    let trial = try run(
      LoopedDriver(Self.format, delayPeriods: 1), seconds: 3600, isInterrupted: { true })
    #expect(trial.outcome == .interrupted)
  }

  private static let format = StreamFormat(
    rate: 48_000, periodFrames: 64, periods: 2, captureChannels: 1, playbackChannels: 1)

  private func run(
    _ driver: LoopedDriver, seconds: Double = 0.05, isInterrupted: () -> Bool = { false }
  ) throws -> PeriodTrial {
    let platform = try WorkPlatform()
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(named: "audio", kind: .standard)
    return try PeriodTrial(
      driver, on: queue, seconds: seconds, load: 0.01, isInterrupted: isInterrupted)
  }
}
