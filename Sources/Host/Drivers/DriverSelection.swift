public import Drivers

/// The driver a session will run on, and why it is that one.
public struct DriverSelection: Sendable {
  /// The opened driver.
  public let driver: any Driver
  /// Why it was chosen, such as `no JACK server, no sound card: the clock keeps time`.
  public let reason: String

  /// Opens the named driver, or for `auto` the first that can be had.
  ///
  /// `providers` are in the order `auto` tries them. A driver that was named and cannot be had is
  /// an error; `auto` goes on to the next and says what stood in the way.
  public static func open(
    _ name: String, request: StreamRequest, connections: PortConnections,
    from providers: [DriverProvider]
  ) throws(HostError) -> DriverSelection {
    guard name == "auto" else {
      return try openNamed(name, request: request, connections: connections, from: providers)
    }
    var obstacles: [String] = []
    for provider in providers {
      let availability = provider.probe(request.device)
      guard availability.isAvailable else {
        obstacles.append(availability.reason)
        continue
      }
      do {
        let driver = try provider.open(request, connections)
        let reason = (obstacles + [availability.reason]).joined(separator: ", ")
        return DriverSelection(driver: driver, reason: reason)
      } catch {
        obstacles.append(error.message)
      }
    }
    throw HostError(.unavailable, "no driver can be had: " + obstacles.joined(separator: "; "))
  }

  private static func openNamed(
    _ name: String, request: StreamRequest, connections: PortConnections,
    from providers: [DriverProvider]
  ) throws(HostError) -> DriverSelection {
    guard let provider = providers.first(where: { $0.name == name }) else {
      let names = providers.map(\.name).joined(separator: ", ")
      throw HostError(.usage, "there is no driver \(name); choose one of auto, \(names)")
    }
    do {
      let driver = try provider.open(request, connections)
      return DriverSelection(driver: driver, reason: "asked for")
    } catch {
      throw HostError(error.code == .permissionDenied ? .permission : .unavailable, error.message)
    }
  }
}
