import ArgumentParser
import Convolution
import DriverALSA
import Drivers
import Host
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
      is told, and then nothing changes. SIGUSR1, or `m` in the meter, mutes, and unmutes again.
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

  @Option(help: "Fade out and end after so many seconds.")
  var duration: Double?

  @Option(help: "Record everything that is played, fades included.", completion: .file())
  var record: String?

  @Option(
    help: "Record into a folder all that `replay` needs to play this again.",
    completion: .directory)
  var take: String?

  @Flag(help: "Read the session file again whenever it changes.")
  var watch = false

  @Flag(help: "Print, for each MIDI control that is moved, the line of `control:` to map it with.")
  var learn = false

  @Flag(inversion: .prefixedNo, help: "Show the meter; the default on a terminal.")
  var meter: Bool?

  func validate() throws {
    try stream.validate(for: driver)
    if let duration, !(duration > 0 && duration < 1e9) {
      throw ValidationError("--duration must be more than 0 seconds")
    }
  }

  func run() throws {
    let classes = try TaskClassFile.table()
    let loader = SessionLoader(
      catalogues: Catalogues.installed.all, taskClasses: classes,
      transforms: FourierTransforms.preferred)
    // From before it is read, so that no change is missed.
    let looks = SessionLooks(at: self.session)
    let session = try loader.load(path: self.session, rate: stream.samples.rate)
    let showsMeter = meter ?? Console.standard.isTerminal
    let printer = EventPrinter()
    let host = try AudioHost(
      setup(session, loader: loader, classes: classes), events: EventLog(listener: printer.take))
    defer { host.end() }
    let signals = HostSignals(
      stop: { host.requestStop() }, reload: { host.reload() }, mute: { host.toggleMute() })
    defer { signals.cancel() }
    try host.start()
    if learn { host.learnControls() }
    let watch = watch ? SessionWatch(looks) { host.reload() } : nil
    defer { watch?.cancel() }
    if let duration { host.requestStop(afterSeconds: duration) }
    try showsMeter ? HostMeter.show(host, printer: printer) : host.waitUntilFaded()
  }

  private static func driver(_ text: String) throws -> SessionDevice.Driver {
    guard let driver = SessionDevice.Driver(rawValue: text) else {
      let names = SessionDevice.Driver.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no driver '\(text)'; choose one of \(names)")
    }
    return driver
  }

  private func setup(
    _ session: ResolvedSession, loader: SessionLoader, classes: TaskClassTable
  ) -> AudioHost.Setup {
    var setup = AudioHost.Setup(
      session: session, loader: loader, providers: DriverProviders.all,
      devices: stream.device(driver, names: device).choices, taskClasses: classes,
      broker: SchedulingBrokers.realtimeKit,
      recordPath: record, takePath: take)
    setup.sequencer = { (client, ports, feed, tell) throws(DriverError) in
      try ALSASequencer(client: client, connecting: ports, to: feed, tell)
    }
    return setup
  }
}
