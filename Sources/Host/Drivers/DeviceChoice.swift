public import Drivers

/// A device a session may play on: the driver to reach it with, and what to ask of it.
public struct DeviceChoice: Sendable, Equatable {
  /// Creates a choice; the driver may be `auto`.
  public init(
    driverName: String, request: StreamRequest, connections: PortConnections = PortConnections()
  ) {
    self.driverName = driverName
    self.request = request
    self.connections = connections
  }

  /// What a session's `device:` asks for: the same of each device it names, in order.
  public static func list(_ device: SessionDevice) -> [DeviceChoice] {
    device.requests.map { request in
      DeviceChoice(
        driverName: device.driver.rawValue, request: request, connections: device.connect)
    }
  }

  /// The driver's name, or `auto` for the first that can be had.
  public var driverName: String
  /// What to ask of it.
  public var request: StreamRequest
  /// What to connect it to.
  public var connections: PortConnections

  /// What is asked for and of no use to the driver; nothing for `auto`.
  ///
  /// Thread: any.
  public var unused: [DeviceTrait] {
    DeviceTrait.unused(by: driverName, of: request, connecting: connections)
  }
}
