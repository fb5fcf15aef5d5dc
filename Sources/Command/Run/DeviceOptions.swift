import Drivers
import Host

/// What the command line says about the device; it takes precedence over the session.
struct DeviceOptions: Sendable {
  var driver: SessionDevice.Driver?
  var names: [String] = []
  var captureDevice: String?
  var rate: Int?
  var period: Int?
  var periods: Int?
  var format: PCMFormat?
  var isStrict = false

  /// The devices to play on for what a session asks for.
  @Sendable func choices(_ device: SessionDevice) -> [DeviceChoice] {
    var device = device
    // Only ALSA has a second device to capture from.
    device.driver = driver ?? (captureDevice == nil ? device.driver : .alsa)
    if !names.isEmpty { device.names = names }
    device.captureName = captureDevice ?? device.captureName
    device.rate = rate ?? device.rate
    device.period = period ?? device.period
    device.periods = periods ?? device.periods
    device.format = format ?? device.format
    device.isStrict = isStrict || device.isStrict
    return DeviceChoice.list(device)
  }
}
