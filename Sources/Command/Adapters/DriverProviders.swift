import DriverALSA
import DriverJACK
import Drivers
import Host

/// The drivers this program knows.
enum DriverProviders {
  /// In the order `auto` tries them.
  static let all = [jack, alsa, clock]

  /// A client of a JACK server; the device is the server's name.
  static let jack: DriverProvider = {
    let probe = JACKProbe(isRunning: JACKServer.isRunning)
    return DriverProvider(
      name: "jack",
      probe: probe.availability,
      open: { (request, connections) throws(DriverError) in
        try JACKDriver.open(request, connect: JACKConnections(connections))
      })
  }()

  /// ALSA's PCMs: cards, and the library's plugins.
  static let alsa = DriverProvider(
    name: "alsa",
    probe: { device in
      if let found = ALSAProbe.find(device) { return found }
      let probe = ALSAProbe(cards: ALSADevices.cards(), number: ALSADevices.cardNumber(of:))
      let found = probe.availability(device)
      guard !found.isAvailable, let problem = ALSADevices.permissionProblem() else { return found }
      return .unavailable(problem)
    },
    devices: { Set(ALSADevices.cards().map { "sound card \($0.key), \($0.value)" }) },
    open: { (request, _) throws(DriverError) in try ALSADriver.open(request) })

  /// No hardware.
  static let clock = DriverProvider(
    name: "clock",
    probe: { _ in .available("the clock keeps time") },
    open: { (request, _) throws(DriverError) in try ClockDriver(request) })
}

extension JACKConnections {
  /// One direction that is not told gets nothing when the other one is.
  init(_ connections: PortConnections) {
    switch (connections.capture, connections.playback) {
    case (nil, nil): self = .physical
    case ([], []), ([], nil), (nil, []): self = .none
    case (let capture, let playback):
      self = .ports(capture: capture ?? [], playback: playback ?? [])
    }
  }
}
