import Drivers
import Foundation
import Realtime
import TestSupport
import Testing
import WorkQueues

@testable import Command

/// What `doctor --measure` does in which order, and what it makes of it, on machines that are faked.
@Suite("MachineMeasurement") struct MachineMeasurementTests {
  private static let levels = [
    WakeTrial.Level(scheduling: .fifo(priority: 84), classes: ["Pro Audio"]),
    WakeTrial.Level(scheduling: .fifo(priority: 63), classes: ["Games"]),
  ]

  @Test func triesEveryPriorityAndShorterPeriodsUntilOneFails() throws {
    let report = try measure(shortest: 64)
    #expect(report.wakes.map(\.asked) == ["FIFO 84", "FIFO 84", "FIFO 63", "FIFO 63"])
    #expect(report.trials.map(\.periodFrames) == [1024, 512, 256, 128, 64, 32])
    #expect(report.best?.periodFrames == 64)
    #expect(!report.isInterrupted)
  }

  @Test func blamesTheTimerWhereItWasAsLate() throws {
    let verdict = try measure(shortest: 64, latestNanoseconds: 3_100_000).verdict
    #expect(
      verdict == [
        "This machine holds periods of 64 frames at 48000 Hz (1.3 ms), with half of each spent.",
        "32 frames fail: 3 times a period began later than the 667 us that the buffer bridges, "
          + "and the timer alone woke FIFO 84 up to 3.1 ms late on core 1.",
      ])
  }

  @Test func acquitsTheTimerWhereItWasInTime() throws {
    let verdict = try measure(shortest: 64, latestNanoseconds: 40_000).verdict
    #expect(
      verdict.last?.contains("though the timer alone woke FIFO 84 at most 40 us late") == true)
  }

  @Test func saysThatNoneIsHeld() throws {
    let report = try measure(shortest: .max)
    #expect(report.best == nil && report.trials.map(\.periodFrames) == [1024])
    #expect(report.verdict.first == "This machine holds none of the periods that were tried.")
    #expect(report.verdict.last?.hasPrefix("1024 frames fail: ") == true)
  }

  @Test func saysThatShorterOnesWereNotTried() throws {
    let report = try measure(shortest: 0)
    #expect(report.best?.periodFrames == 16)
    #expect(report.verdict.last == "Shorter ones were not tried.")
  }

  @Test func saysThatTheClockStoodStill() throws {
    let report = try measure(shortest: 64, failing: .stopped)
    #expect(report.verdict.last == "32 frames fail: the clock gave no periods.")
  }

  @Test(arguments: [0, 1, 2, 3, 5])
  func keepsWhatWasMeasuredUntilItIsInterrupted(steps: Int) throws {
    var count = 0
    let report = try measure(shortest: 0, isInterrupted: { count >= steps }) { _ in count += 1 }
    #expect(report.wakes.count == 2 * min(2, steps))
    #expect(report.trials.count == max(0, steps - 2))
    #expect(report.isInterrupted && report.verdict.last?.hasPrefix("Interrupted") == true)
  }

  @Test func progressGoesForward() throws {
    var shares: [Double] = []
    _ = try measure(shortest: 0) { shares.append($0) }
    #expect(shares == shares.sorted() && shares.last == 1 && shares.count == 9)
  }

  @Test func isTextAndData() throws {
    let report = try measure(shortest: 64)
    expectFits(report.text(columns: 80))
    let object = try json(report)
    #expect(
      Set(object.keys) == [
        "seconds", "rate", "periods", "load", "wakes", "trials", "best", "verdict",
        "isInterrupted",
      ])
    #expect((object["wakes"] as? [[String: Any]])?.first?["p99Nanoseconds"] as? Int == 20_000)
    #expect((object["best"] as? [String: Any])?["periodFrames"] as? Int == 64)
  }

  @Test func showsWhatThreadsGotInstead() {
    let trial = WakeTrial(
      Self.levels[0], core: 0, granted: .normal(nice: 0), DurationSummary(count: 1))
    #expect([trial].table(columns: nil).contains("FIFO 84, got OTHER"))
  }

  @Test func levelsAreTheRealtimePrioritiesOfTheClasses() {
    let levels = MachineMeasurement.levels(of: .builtIn)
    let priorities = levels.map(\.scheduling.priority)
    #expect(priorities == Set(priorities).sorted(by: >) && priorities.allSatisfy { $0 > 0 })
    #expect(levels.first?.classes.contains("Pro Audio") == true)
  }

  @Test(arguments: [("0-3", [0, 1, 2, 3]), ("0,2-3,9", [0, 2, 3, 9]), ("", [0]), ("63-66", [63])])
  func coresAreThoseThisProcessMayUse(_ list: String, _ cores: [Int]) throws {
    let machine = try FakeMachine(["/proc/self/status": "Cpus_allowed_list:\t\(list)\n"])
    #expect(MachineMeasurement.ownCores(machine.root) == cores)
  }

  /// Measures a machine of two cores that holds periods from so many frames on.
  private func measure(
    shortest: Int, latestNanoseconds: Int64 = 30_000,
    failing outcome: PeriodTrial.Outcome = .xruns, isInterrupted: @escaping () -> Bool = { false },
    progress: (Double) -> Void
  ) throws -> MeasureReport {
    let measurement = MachineMeasurement(
      levels: Self.levels,
      wake: { level in
        [0, 1].map { core in
          WakeTrial(
            level, core: core, granted: level.scheduling,
            DurationSummary(
              count: 1000, p50Nanoseconds: 9_000, p99Nanoseconds: 20_000,
              maximumNanoseconds: core == 1 ? latestNanoseconds : 30_000))
        }
      },
      period: { frames in
        let isHeld = frames >= shortest
        return PeriodTrial(
          periodFrames: frames, periods: 2, rate: 48_000, outcome: isHeld ? .stable : outcome,
          xruns: isHeld ? 0 : 3)
      }, isInterrupted: isInterrupted)
    return try measurement.perform(seconds: 1, progress: progress)
  }

  private func measure(
    shortest: Int, latestNanoseconds: Int64 = 30_000, failing outcome: PeriodTrial.Outcome = .xruns
  ) throws -> MeasureReport {
    try measure(shortest: shortest, latestNanoseconds: latestNanoseconds, failing: outcome) { _ in }
  }
}

@Suite("WakeThread", .serialized) struct WakeThreadTests {
  @Test func countsWakeUpsOfARealTimer() async throws {
    let level = WakeTrial.Level(scheduling: .normal(nice: 0), classes: ["Test"])
    let thread = try WakeThread(level, core: MachineMeasurement.ownCores()[0])
    try await Task.sleep(for: .milliseconds(100))
    let trial = thread.end()
    #expect(trial.count > 0)
    #expect(trial.p50Nanoseconds <= trial.p99Nanoseconds)
    #expect(trial.asked == "OTHER" && trial.granted == "OTHER")
  }

  @Test func endsWhenNobodyWantsIt() throws {
    let level = WakeTrial.Level(scheduling: .normal(nice: 0), classes: [])
    _ = try WakeThread(level, core: MachineMeasurement.ownCores()[0])
  }
}

@Suite("tactus doctor --measure", .serialized) struct MeasureProgramTests {
  @Test func measuresThisMachine() throws {
    let outcome = try TactusProgram.run(["doctor", "--measure", "--seconds", "0.1", "--json"])
    #expect([0, 69].contains(outcome.code))
    let object = try jsonObject(outcome.output)
    let wakes = try #require(object["wakes"] as? [[String: Any]])
    #expect(wakes.count >= 6 && wakes.allSatisfy { ($0["count"] as? Int ?? 0) > 0 })
    #expect((object["trials"] as? [Any])?.isEmpty == false)
    #expect((object["best"] != nil) == (outcome.code == 0))
    #expect(outcome.errors.isEmpty)
  }

  @Test func endsOnASignalWithWhatItHas() async throws {
    let program = try TactusProgram.start(["doctor", "--measure", "--seconds", "600"])
    let tasks = "/proc/\(program.process.processIdentifier)/task"
    let isMeasuring = await eventually {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
      return names.contains { name in
        (try? String(contentsOfFile: "\(tasks)/\(name)/comm", encoding: .utf8))?
          .hasPrefix("wake ") == true
      }
    }
    #expect(isMeasuring)
    program.signal(SIGINT)
    let outcome = program.wait()
    #expect(outcome.code == 130)
    #expect(outcome.output.contains("FIFO 84") && outcome.output.contains("Interrupted: "))
  }

  @Test(arguments: [
    ["--seconds", "3"], ["--measure", "--fix"], ["--measure", "--seconds", "0"],
    ["--measure", "--seconds", "nan"],
  ])
  func refuses(_ options: [String]) throws {
    #expect(try TactusProgram.run(["doctor"] + options).code == 64)
  }
}
