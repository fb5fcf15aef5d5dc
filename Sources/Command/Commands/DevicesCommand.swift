import ArgumentParser
import DriverALSA
import Drivers
import Host
import WorkQueues

struct DevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "Show what can be played to, and what `--driver auto` would choose.",
    discussion: """
      Each PCM of a card is opened for a moment to ask what it can do.

      --probe plays silence instead, with shorter and shorter periods, each for --seconds with \
      --load of the period spent, until there are xruns; it prints what was tried and what to put \
      into a session. Ctrl-C ends it.

      JSON: an object with drivers (each with name, isAvailable and found), auto (driver and \
      reason), cards (each a PCM with name, card, description, cardID, usbID, stableName, and \
      where it has them playback and capture: capabilities with formats, and lowest and highest \
      rates, channels, periodFrames, bufferFrames and periods, or problem; and holders: process \
      and processID of who uses it) and pcms (name, description, plays, captures). With --probe: \
      driver, device, seconds, load, hasChoice, trials (each with periods, periodFrames, rate, \
      outcome, xruns, latestStartMilliseconds and latestEndPeriods), best, and session.
      """)

  @Flag(help: "Find the shortest period that a device runs without xruns.")
  var probe = false

  @OptionGroup(title: "With --probe") var probing: ProbeOptions

  @OptionGroup var options: ReportOptions

  func validate() throws {
    guard probe || !probing.isGiven else {
      throw ValidationError("--device and the other options of a probe go with --probe")
    }
  }

  func run() throws {
    guard !probe else { return try runProbe() }
    let report = DevicesReport(
      drivers: DriverProviders.all.map { ($0.name, $0.probe(nil)) },
      cards: ALSADevices.list(), pcms: ALSADevices.names())
    try Console.standard.show(report, asJSON: options.json)
  }

  private func runProbe() throws {
    let interruption = Interruption()
    let signals = HostSignals(stop: { interruption.request() }, reload: {}, mute: {})
    defer { signals.cancel() }
    let report = try probing.perform(interruption)
    try Console.standard.show(report, asJSON: options.json)
    guard !interruption.isRequested else { throw ExitCode(130) }
    guard report.best != nil else {
      throw HostError(.unavailable, "\(report.device): no period ran without xruns")
    }
  }
}
