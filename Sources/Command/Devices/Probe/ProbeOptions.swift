import ArgumentParser
import DriverALSA
import Drivers
import Host
import WorkQueues

/// What `tactus devices --probe` is told.
struct ProbeOptions: ParsableArguments {
  @Option(help: "An ALSA device, or the name of a JACK server.")
  var device: String?

  @Option(help: "auto, alsa or jack.")
  var driver: Driver?

  @Option(help: "Seconds each period is run; 10 unless given.")
  var seconds: Double?

  @Option(help: "The share of each period that is spent, from 0 to 0.95; 0.5 unless given.")
  var load: Double?

  @Option(help: "Frames per second.")
  var rate: Int?

  @Option(help: "Channels to capture; 0 unless given.")
  var capture: Int?

  @Option(help: "Channels to play; 2 unless given.")
  var playback: Int?

  /// The drivers that have a device.
  enum Driver: String, ExpressibleByArgument, CaseIterable {
    case auto, jack, alsa
  }

  /// Whether anything was given.
  var isGiven: Bool {
    device != nil || driver != nil || seconds != nil || load != nil || rate != nil
      || capture != nil || playback != nil
  }

  func validate() throws {
    try validatePositive(rate, "--rate")
    if let seconds, !(0.1...3600).contains(seconds) {
      throw ValidationError("--seconds must be 0.1 to 3600")
    }
    if let load, !(0...0.95).contains(load) { throw ValidationError("--load must be 0 to 0.95") }
    guard (0...64).contains(capture ?? 0), (0...64).contains(playback ?? 2) else {
      throw ValidationError("--capture and --playback must be 0 to 64")
    }
  }

  /// Tries one period after the other until the device has xruns, or until it is interrupted.
  func perform(_ interruption: Interruption) throws -> ProbeReport {
    let (seconds, load) = (seconds ?? 10, load ?? 0.5)
    let classes = try TaskClassFile.table()
    let platform = try WorkPlatform(classes: classes, broker: SchedulingBrokers.realtimeKit)
    defer { platform.shutdown() }
    let first = try open(PeriodProbe.longest, 2)
    let queue = try platform.makeQueue(
      named: "audio", kind: .multithreaded(workers: 0), taskClass: classes["Pro Audio"],
      scheduling: first.helperScheduling)
    let (name, device) = (first.name, first.device)
    first.stop()
    Console.standard.complain("playing silence to \(device), \(seconds) s for each period")
    let probe = PeriodProbe(
      open: { frames, periods throws(DriverError) in try openAgain(name, frames, periods) },
      run: { driver throws(DriverError) in
        try PeriodTrial(driver, on: queue, seconds: seconds, load: load) {
          interruption.isRequested
        }
      }, hasChoice: name != "jack")
    let trials: [PeriodTrial]
    do throws(DriverError) {
      trials = try probe.perform { trial in
        Console.standard.complain(
          "\(trial.periods) periods of \(trial.periodFrames) frames: \(trial.outcome.rawValue)")
      }
    } catch {
      throw HostError(error)
    }
    let stable = name == "alsa" ? self.device.map(ALSADevices.stableName(of:)) : self.device
    return ProbeReport(
      driver: name, device: device, name: stable, seconds: seconds, load: load, trials: trials,
      hasChoice: probe.hasChoice)
  }

  private func request(_ periodFrames: Int, _ periods: Int) -> StreamRequest {
    StreamRequest(
      device: device, rate: rate, periodFrames: periodFrames, periods: periods,
      captureChannels: capture ?? 0, playbackChannels: playback ?? 2)
  }

  private func open(_ periodFrames: Int, _ periods: Int) throws(HostError) -> any Drivers.Driver {
    let choice = DeviceChoice(
      driverName: (driver ?? .auto).rawValue, request: request(periodFrames, periods),
      connections: .none)
    return try DriverSelection.open(
      [choice], from: DriverProviders.all.filter { $0.name != "clock" }
    ).driver
  }

  /// Opens what was opened first, with another period.
  private func openAgain(
    _ name: String, _ periodFrames: Int, _ periods: Int
  ) throws(DriverError) -> any Drivers.Driver {
    guard let provider = DriverProviders.all.first(where: { $0.name == name }) else {
      throw DriverError(.unavailable, "there is no driver \(name)")
    }
    return try provider.open(request(periodFrames, periods), .none)
  }
}
