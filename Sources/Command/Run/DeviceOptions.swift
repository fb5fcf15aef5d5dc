import Host

/// What the command line says about the device; it takes precedence over the session.
struct DeviceOptions: Sendable {
  var driver: SessionDevice.Driver?
  var names: [String]
  var rate: Int?
  var period: Int?
  var periods: Int?

  /// The devices to play on for what a session asks for.
  @Sendable func choices(_ device: SessionDevice) -> [DeviceChoice] {
    var device = device
    device.driver = driver ?? device.driver
    if !names.isEmpty { device.names = names }
    device.rate = rate ?? device.rate
    device.period = period ?? device.period
    device.periods = periods ?? device.periods
    return DeviceChoice.list(device)
  }
}
