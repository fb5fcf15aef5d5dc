import ArgumentParser
import Convolution
import Drivers
import Glibc
import Host
import RoundTrip
import WorkQueues

/// `tactus latency`: measures how long sound takes from output to input.
struct LatencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "latency",
    abstract: "Measure the round trip through a loop, to a fraction of a frame.",
    discussion: """
      Connect an output to an input: with a cable, with snd-aloop, or with JACK's ports. Sweeps \
      are played on one channel after the other, and looked for in all that is captured. Turn \
      monitors and headphones down before.

      JSON: an object with driver, device, format, adjustments, longestFrames and pairs: \
      playback and capture (channels from 1), outcome (measured, noSignal, tooLate, unsteady or \
      xruns), latencyFrames and latencyMilliseconds, totalFrames and turnFrames (with what JACK \
      adds to a loop in its graph), spreadFrames, gainDecibels, isInverted, isClipped, echo, \
      reportedFrames and differenceFrames.
      """)

  @Option(help: "auto, jack or alsa; auto unless given.")
  var driver: HardwareDriver?

  @Option(help: "An ALSA device, or the name of a JACK server; see `configs/README.md`.")
  var device: String?

  @OptionGroup var stream: StreamOptions

  @Option(help: "Channels to capture.")
  var capture = 2

  @Option(help: "Channels to play.")
  var playback = 2

  @Option(help: "A JACK port that feeds the next capture channel; once for each.")
  var connectCapture: [String] = []

  @Option(help: "A JACK port that the next playback channel feeds; once for each.")
  var connectPlayback: [String] = []

  @Option(help: "The peak of what is played, in dBFS.")
  var level = -12.0

  @Option(help: "The longest way that can be told, in seconds.")
  var longest = 0.25

  @Option(help: "Sweeps on each channel.")
  var repeats = 5

  @OptionGroup var options: ReportOptions

  func validate() throws {
    try stream.validate(for: driver?.sessionDriver)
    guard (1...64).contains(capture), (1...64).contains(playback) else {
      throw ValidationError("--capture and --playback must be 1 to 64")
    }
    guard (-80...0).contains(level) else { throw ValidationError("--level must be -80 to 0 dBFS") }
    guard (0.01...5).contains(longest) else {
      throw ValidationError("--longest must be 0.01 to 5 seconds")
    }
    guard (1...100).contains(repeats) else { throw ValidationError("--repeats must be 1 to 100") }
  }

  func run() throws {
    let classes = try TaskClassFile.table()
    let selection = try open()
    let driver = selection.driver
    let measurement = LatencyMeasurement(
      driver: driver,
      signal: TestSignal(
        rate: driver.format.rate, longestFrames: Int(longest * Double(driver.format.rate)),
        level: pow(10, level / 20)),
      repetitions: repeats, transforms: FourierTransforms.preferred)
    let platform = try WorkPlatform(classes: classes, broker: SchedulingBrokers.realtimeKit)
    defer { platform.shutdown() }
    let queue = try platform.makeQueue(
      named: "audio", kind: .multithreaded(workers: 0), taskClass: classes["Pro Audio"],
      scheduling: driver.helperScheduling)
    let report = try report(on: measurement, of: selection, queue)
    try Console.standard.show(report, asJSON: options.json)
    guard report.hasFigures else {
      throw HostError(.unavailable, "\(driver.device): no way from an output to an input was found")
    }
  }

  private func open() throws(HostError) -> DriverSelection {
    var wanted = SessionDevice()
    wanted.capture = capture
    wanted.playback = playback
    wanted.connect = try connections()
    let options = stream.device(
      driver?.sessionDriver, names: device.map { [$0] } ?? [])
    return try DriverSelection.openHardware(options.choices(wanted))
  }

  /// The ports that were named; the physical ones when none was.
  private func connections() throws(HostError) -> PortConnections {
    guard !connectCapture.isEmpty || !connectPlayback.isEmpty else { return PortConnections() }
    do throws(PortPattern.Problem) {
      var connections = PortConnections.none
      connections.capture = try connectCapture.map { name throws(PortPattern.Problem) in
        .first(try PortPattern(name))
      }
      connections.playback = try connectPlayback.map { name throws(PortPattern.Problem) in
        .first(try PortPattern(name))
      }
      return connections
    } catch {
      throw HostError(.usage, error.message)
    }
  }

  private func report(
    on measurement: LatencyMeasurement, of selection: DriverSelection, _ queue: WorkQueue
  ) throws(HostError) -> LatencyReport {
    let driver = measurement.driver
    let interruption = Interruption()
    let signals = HostSignals(stop: { interruption.request() }, reload: {}, mute: {})
    defer { signals.cancel() }
    var routes: LatencyRoutes?
    let results = try measurement.perform(
      on: queue,
      whenStarted: { () throws(DriverError) in
        routes = try LatencyRoutes(of: driver, server: device)
        announce(measurement)
      }, isCancelled: { interruption.isRequested })
    let pairs = results.enumerated().flatMap { playback, results in
      results.enumerated().map { capture, result in
        LatencyReport.Pair(
          playback: playback, capture: capture, result: result,
          route: routes?.route(from: playback, to: capture) ?? LatencyRoute(),
          rate: driver.format.rate)
      }
    }
    return LatencyReport(
      driver: driver.name, device: driver.device, format: driver.format,
      adjustments: selection.adjustments, longestFrames: measurement.signal.longestFrames,
      pairs: pairs)
  }

  private func announce(_ measurement: LatencyMeasurement) {
    let channels = measurement.driver.format.playbackChannels
    Console.standard.complain(
      "playing sweeps at \(level) dBFS on \(channels) channel\(channels == 1 ? "" : "s") of "
        + "\(measurement.driver.device) for \(Int(measurement.seconds.rounded(.up))) s: "
        + "turn monitors and headphones down")
  }
}
