import ArgumentParser
import Control
import Convolution
import DriverALSA
import Drivers
import Foundation
import Host
import Logging
import Meter
import WorkQueues

/// `tactus run`: plays a session.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Play a session.",
    discussion: """
      The driver is a running JACK server, else the default ALSA card, else the clock, which \
      keeps time without hardware; --driver chooses one. Options take precedence over the \
      session file. `q`, Ctrl-C and SIGTERM fade out and end; a second one ends at once. SIGHUP \
      has the session file read again: what is different in it is cross-faded, what is wrong in it \
      is told, and then nothing changes. SIGUSR1, or `m` in the meter, mutes, and unmutes again. \
      Started by systemd, it tells when it is ready and alive, and writes to the journal with levels.
      """)

  @Argument(help: "The session file.", completion: .file(extensions: ["yaml", "yml"]))
  var session: String

  @Option(help: "auto, jack, alsa or clock.", transform: Self.driver)
  var driver: SessionDevice.Driver?

  @Option(
    help: """
      An ALSA PCM such as hw:0, a card by card:ID, usb:VVVV:PPPP or match:PATTERN, or the name of \
      a JACK server; given several times, the first that is there.
      """)
  var device: [String] = []

  @OptionGroup var stream: StreamOptions
  @OptionGroup var osc: OSCOptions

  @Option(help: "Fade out and end after so many seconds.")
  var duration: Double?

  @Option(help: "Record everything that is played, fades included.", completion: .file())
  var record: String?

  @Option(
    help: "Record into a folder all that `replay` needs to play this again.",
    completion: .directory)
  var take: String?

  @OptionGroup var telemetry: TelemetryRecordingOptions

  @Flag(help: "Begin with what was edited and not saved when the host did not end as it should.")
  var resume = false

  @Flag(help: "Read the session file again whenever it changes.")
  var watch = false

  @Option(
    help: "What to call this host among several, for `tactus meter`; else it has its process.")
  var name: InstanceName?

  @OptionGroup var log: LogOptions

  @Flag(help: "Print, for each MIDI control that is moved, the line of `control:` to map it with.")
  var learn = false

  @OptionGroup var web: WebOptions

  @Flag(inversion: .prefixedNo, help: "Show the meter; the default on a terminal.")
  var meter: Bool?

  @OptionGroup var look: MeterLook

  func validate() throws {
    try stream.validate(for: driver)
    if let duration, !(duration > 0 && duration < 1e9) {
      throw ValidationError("--duration must be more than 0 seconds")
    }
  }

  func run() throws {
    let claim = try name.map { try InstanceClaim($0) }
    defer { withExtendedLifetime(claim) {} }
    let classes = try TaskClassFile.table()
    let loader = SessionLoader(
      catalogues: Catalogues.installed.all, taskClasses: classes,
      transforms: FourierTransforms.preferred)
    // From before it is read, so that no change is missed.
    let looks = SessionLooks(at: self.session)
    let resumed = resume ? autosave : nil
    let session = try loader.load(
      resumed?.document, path: self.session, rate: stream.samples.rate)
    let recorder = try telemetry.recorder()
    let showsMeter = meter ?? Console.standard.isTerminal
    let logger = log.logger
    let printer = EventPrinter(logger)
    let pageLine = PageLine()
    let host = try AudioHost(
      setup(
        session, resumed, loader: loader, classes: classes, logger: logger, pageLine: pageLine),
      events: EventLog(listener: printer.take))
    defer { host.end() }
    let signals = HostSignals(
      stop: { host.requestStop() }, reload: { host.reload() }, mute: { host.toggleMute() })
    defer { signals.cancel() }
    try host.start()
    recorder?.begin(host)
    defer { recorder?.end() }
    if learn { host.learnControls() }
    let watch = watch ? SessionWatch(looks) { host.reload() } : nil
    defer { watch?.cancel() }
    if let duration { host.requestStop(afterSeconds: duration) }
    try showsMeter
      ? HostMeter.show(host, printer: printer, options: look.options, line: pageLine.text)
      : host.waitUntilFaded()
  }

  private static func driver(_ text: String) throws -> SessionDevice.Driver {
    guard let driver = SessionDevice.Driver(rawValue: text) else {
      let names = SessionDevice.Driver.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no driver '\(text)'; choose one of \(names)")
    }
    return driver
  }

  /// What was kept of the session, unless its file is newer.
  private var autosave: Autosave? {
    let path = Autosave.path(
      in: Autosave.standardFolder, instance: name?.description, session: session)
    return Autosave(at: path, of: session).flatMap { $0.isNewerThanFile ? $0 : nil }
  }

  private func setup(
    _ session: ResolvedSession, _ resumed: Autosave?, loader: SessionLoader,
    classes: TaskClassTable, logger: Logger, pageLine: PageLine
  ) -> AudioHost.Setup {
    var setup = AudioHost.Setup(
      session: session, loader: loader, providers: DriverProviders.all,
      devices: stream.device(driver, names: device).choices, taskClasses: classes,
      broker: SchedulingBrokers.realtimeKit,
      recordPath: record, takePath: take)
    setup.instance = name?.description
    setup.observer = ServiceReporter(
      environment: ProcessInfo.processInfo.environment, processID: getpid(),
      log: { text in logger.debug("\(text)") })
    setup.controlDirectory = .standard
    setup.doors = web.doors(saying: pageLine) + osc.doors
    setup.autosaveFolder = Autosave.standardFolder
    setup.resumed = resumed
    setup.sequencer = { (client, ports, feed, tell) throws(DriverError) in
      try ALSASequencer(client: client, connecting: ports, to: feed, tell)
    }
    return setup
  }
}
