import TestSupport
import Testing

@testable import Command

@Suite("ProbeReport") struct ProbeReportTests {
  private let trials = [
    PeriodTrial(
      periodFrames: 128, periods: 2, rate: 48_000, latestStartMilliseconds: 0.25,
      latestEndPeriods: 0.62),
    PeriodTrial(periodFrames: 64, periods: 2, rate: 48_000, outcome: .xruns, xruns: 3),
  ]

  @Test func tellsWhatWasTried() {
    let text = report(trials).text(columns: 80)
    #expect(text.contains("alsa: hw:CARD=USB, 10 s each, 50 % of each period spent"))
    #expect(
      text.contains("      2     128  5.3 ms      0       0.25 ms        62 %  stable"))
    #expect(text.contains("      2      64  2.7 ms      3       0.00 ms         0 %  xruns"))
    #expect(text.contains("ran without xruns: 2 periods of 128 frames"))
    #expect(
      text.hasSuffix(
        """
        device:
          driver: alsa
          name: "usb:1235:8210"
          rate: 48000
          period: 128
          periods: 2
        """))
    expectFits(text)
  }

  @Test func saysWhenNothingRan() {
    let report = report([trials[1]])
    #expect(report.best == nil)
    #expect(report.session == nil)
    #expect(report.text(columns: 80).contains("nothing ran without xruns; `tactus doctor`"))
  }

  @Test func saysThatAServersPeriodIsItsOwn() {
    let report = ProbeReport(
      driver: "jack", device: "default", name: nil, seconds: 1, load: 0.5, trials: [trials[0]],
      hasChoice: false)
    let text = report.text(columns: 80)
    #expect(text.contains("the period is the server's: to try another, start JACK with another"))
    #expect(text.hasSuffix("device:\n  driver: jack"))
  }

  @Test func saysThatItWasInterrupted() {
    var last = trials[1]
    last.outcome = .interrupted
    #expect(report([trials[0], last]).text(columns: 80).contains("interrupted"))
  }

  @Test func isData() throws {
    let object = try json(report(trials))
    #expect(
      Set(object.keys) == [
        "driver", "device", "seconds", "load", "trials", "best", "session", "hasChoice",
      ])
    #expect((object["best"] as? [String: Any])?["periodFrames"] as? Int == 128)
  }

  private func report(_ trials: [PeriodTrial]) -> ProbeReport {
    ProbeReport(
      driver: "alsa", device: "hw:CARD=USB", name: "usb:1235:8210", seconds: 10, load: 0.5,
      trials: trials)
  }
}

@Suite("tactus devices --probe on a PCM without a clock", .serialized)
struct ClocklessProbeProgramTests {
  @Test func saysThatThereIsNothingToMeasure() throws {
    let outcome = try TactusProgram.run([
      "devices", "--probe", "--driver", "alsa", "--device", "null", "--load", "0.9",
    ])
    #expect(outcome.code == 69)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("PCM null has no clock: there is nothing to measure"))
  }
}

@Suite(
  "tactus devices --probe", .serialized,
  .enabled(if: JackServer.isInstalled, "jackd is not installed"))
struct ProbeProgramTests {
  @Test func runsAJACKServersOwnPeriod() throws {
    let server = try JackServer()
    defer { server.stop() }
    let outcome = try TactusProgram.run([
      "devices", "--probe", "--driver", "jack", "--device", server.name, "--seconds", "0.3",
      "--load", "0.1",
    ])
    #expect(outcome.output.contains("jack: \(server.name), 0.3 s each, 10 % of each period spent"))
    #expect(outcome.output.contains("the period is the server's"))
    #expect(outcome.errors.contains("playing silence to \(server.name)"))
  }

  @Test func endsCleanlyWhenItIsInterrupted() async throws {
    let server = try JackServer()
    defer { server.stop() }
    let program = try TactusProgram.start([
      "devices", "--probe", "--driver", "jack", "--device", server.name, "--seconds", "3600",
      "--load", "0",
    ])
    #expect(await eventually { program.errors.contains("playing silence") })
    program.signal(2)
    let outcome = program.wait()
    #expect(outcome.code == 130)
    #expect(outcome.output.contains("interrupted"))
  }

  @Test(arguments: [
    ["--device", "hw:0"], ["--probe", "--load", "1"], ["--probe", "--seconds", "0"],
    ["--probe", "--driver", "clock"], ["--format", "S16_LE"], ["--probe", "--strict"],
    ["--probe", "--format", "S17"], ["--probe", "--driver", "jack", "--format", "S16_LE"],
  ])
  func refusesWhatMakesNoSense(arguments: [String]) throws {
    #expect(try TactusProgram.run(["devices"] + arguments).code == 64)
  }
}
