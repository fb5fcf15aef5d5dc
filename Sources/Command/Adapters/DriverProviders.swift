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
    let memory = JACKPatchMemory()
    let probe = JACKProbe(isRunning: JACKServer.isRunning)
    return DriverProvider(
      name: "jack",
      probe: probe.availability,
      open: { (request, connections) throws(DriverError) in
        try memory.open(request, connections)
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

extension JACKPatchMemory {
  /// Opens a driver with the connections the last one had.
  fileprivate func open(
    _ request: StreamRequest, _ connections: PortConnections
  ) throws(DriverError) -> JACKDriver {
    let server = request.device ?? ""
    let client = connections.clientName ?? ""
    let isKept = connections.areRemembered
    return try JACKDriver.open(
      request, connect: connections,
      restoring: patch(server: server, client: client, fromFile: isKept),
      patchChanged: { self.note($0, server: server, client: client, inFile: isKept) })
  }
}
