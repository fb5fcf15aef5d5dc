import Host
import Meter
import Synchronization
import Telemetry

/// The meter of a host in this process.
enum HostMeter {
  /// Shows the host until it has faded out; `q` asks it to, `m` mutes and unmutes.
  static func show(_ host: AudioHost, printer: EventPrinter) throws {
    printer.isQuiet.store(true, ordering: .relaxed)
    defer { printer.isQuiet.store(false, ordering: .relaxed) }
    let errors = ErrorCapture { host.events.add($0) }
    defer { errors.end() }
    let meter = MeterSession(keys: [MeterKey("q", "fade out and quit"), MeterKey("m", "mute")])
    do {
      let ending = try meter.run {
        host.hasFaded ? .end(.stopped) : .frame(host.latestReport)
      } onKey: { key in
        switch key {
        case "q": host.requestStop()
        case "m": host.toggleMute()
        default: break
        }
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
