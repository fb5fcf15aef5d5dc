import Drivers

/// A call into a driver, or into the library below it, which may never return.
struct DeviceCall: Sendable, CustomStringConvertible {
  /// What is done where: `alsa: opening usb`.
  let description: String
  /// The device that is left alone while it does not return.
  let candidate: DeviceCandidate?

  /// The device is opened, or closed again before it was started.
  static func opening(_ candidate: DeviceCandidate) -> DeviceCall {
    let device = candidate.choice.request.device ?? "a device"
    return DeviceCall(
      description: "\(candidate.provider.name): opening \(device)", candidate: candidate)
  }

  static func starting(_ selection: DriverSelection) -> DeviceCall {
    DeviceCall("starting", selection)
  }

  static func stopping(_ selection: DriverSelection) -> DeviceCall {
    DeviceCall("stopping", selection)
  }

  /// A provider is asked what there is.
  static func lookingFor(devicesOf provider: DriverProvider) -> DeviceCall {
    DeviceCall(description: "\(provider.name): looking for devices", candidate: nil)
  }

  private init(description: String, candidate: DeviceCandidate?) {
    self.description = description
    self.candidate = candidate
  }

  private init(_ verb: String, _ selection: DriverSelection) {
    self.init(
      description: "\(selection.driver.name): \(verb) \(selection.driver.device)",
      candidate: selection.candidate)
  }
}
