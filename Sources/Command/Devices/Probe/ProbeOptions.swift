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
  var driver: HardwareDriver?

  @Option(help: "Seconds each period is run; 10 unless given.")
  var seconds: Double?

  @Option(help: "The share of each period that is spent, from 0 to 0.95; 0.5 unless given.")
  var load: Double?

  @OptionGroup var samples: SampleOptions

  @Option(help: "Channels to capture; 0 unless given.")
  var capture: Int?

  @Option(help: "Channels to play; 2 unless given.")
  var playback: Int?

  /// Only ALSA has sample formats.
  private var onlyDriver: HardwareDriver { samples.format == nil ? .auto : .alsa }

  /// Whether anything was given.
  var isGiven: Bool {
    device != nil || driver != nil || seconds != nil || load != nil
      || samples.rate != nil || samples.format != nil || capture != nil || playback != nil
  }

  func validate() throws {
    if let driver, samples.format != nil, driver != .alsa {
      throw ValidationError("--format needs --driver alsa")
    }
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
    let first = try open()
    let queue = try platform.makeQueue(
      named: "audio", kind: .multithreaded(workers: 0), taskClass: classes["Pro Audio"],
      scheduling: first.helperScheduling)
    let (name, device) = (first.name, first.device)
    if name == "jack" { first.stop() } else { try checkClock(of: first, on: queue, interruption) }
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
      driver: name, device: device, name: stable, format: samples.format, seconds: seconds,
      load: load, trials: trials, hasChoice: probe.hasChoice)
  }

  /// Runs a driver without load, whose periods show whether the device paces them; stops it.
  private func checkClock(
    of driver: any Driver, on queue: WorkQueue, _ interruption: Interruption
  ) throws(HostError) {
    defer { driver.stop() }
    do throws(DriverError) {
      _ = try PeriodTrial(driver, on: queue, seconds: 0, load: 0) { interruption.isRequested }
    } catch {
      throw HostError(error)
    }
    guard driver.hasClock else {
      throw HostError(
        .unavailable, "PCM \(driver.device) has no clock: there is nothing to measure")
    }
  }

  private func request(_ periodFrames: Int, _ periods: Int) -> StreamRequest {
    var request = StreamRequest(
      device: device, rate: samples.rate, periodFrames: periodFrames, periods: periods,
      captureChannels: capture ?? 0, playbackChannels: playback ?? 2)
    request.sampleFormat = samples.format
    return request
  }

  private func open() throws(HostError) -> any Driver {
    let choice = DeviceChoice(
      driverName: (driver ?? onlyDriver).rawValue, request: request(PeriodProbe.longest, 2),
      connections: .none)
    return try DriverSelection.openHardware([choice]).driver
  }

  /// Opens what was opened first, with another period.
  private func openAgain(
    _ name: String, _ periodFrames: Int, _ periods: Int
  ) throws(DriverError) -> any Driver {
    guard let provider = DriverProviders.all.first(where: { $0.name == name }) else {
      throw DriverError(.unavailable, "there is no driver \(name)")
    }
    return try provider.open(request(periodFrames, periods), .none)
  }
}
