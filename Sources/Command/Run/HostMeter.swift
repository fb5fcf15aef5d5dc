import Glibc
import Host
import Meter
import Synchronization
import Telemetry

/// The meter of a host in this process.
enum HostMeter {
  /// Shows the host until it has faded out, with a line among its events and in the help; `q` asks it to.
  static func show(
    _ host: AudioHost, printer: EventPrinter, options: MeterOptions, line: String?
  ) throws {
    printer.isQuiet.store(true, ordering: .relaxed)
    defer { printer.isQuiet.store(false, ordering: .relaxed) }
    let errors = ErrorCapture { host.events.add($0) }
    defer { errors.end() }
    var options = options
    options.leaving = "fade out and quit"
    options.hint = line
    let meter = MeterSession(options, steering: OwnHostSteering(host))
    if let line { meter.post(line) }
    do {
      let ending = try meter.run {
        host.hasFaded ? .end(.stopped) : .frame(host.latestReport)
      } onQuit: {
        host.requestStop()
        return .proceed
      }
      // Without its terminal a host has nobody to stop it by hand.
      if ending == .terminalGone { host.requestStop() }
    } catch {
      throw HostError(.usage, "\(error)")
    }
    host.waitUntilFaded()
  }
}

/// Steers the host of this process: what it can be asked directly is, the rest by its socket.
private struct OwnHostSteering: MeterSteering {
  private let host: AudioHost
  private let socket = ControlSteering(processID: getpid())

  init(_ host: AudioHost) { self.host = host }

  func perform(_ request: MeterRequest) throws(MeterRefusal) -> String {
    guard request == .toggleMute else { return try socket.perform(request) }
    host.toggleMute()
    return "muted, or heard again"
  }

  func snapshots() throws(MeterRefusal) -> [String] { try socket.snapshots() }
}
