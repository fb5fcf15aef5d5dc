import ArgumentParser
import Host

/// What a stream is to be like, as the command line says.
struct StreamOptions: ParsableArguments {
  @Option(help: "Another ALSA device to capture from, whatever its clock and rate.")
  var captureDevice: String?

  @OptionGroup var samples: SampleOptions

  @Option(help: "Frames per period.")
  var period: Int?

  @Option(help: "Periods in the device's buffer.")
  var periods: Int?

  @Flag(help: "Refuse a device that cannot do exactly what is asked, and name all it cannot.")
  var strict = false

  func validate() throws {
    try validatePositive(period, "--period")
    try validatePositive(periods, "--periods")
  }

  /// Refuses options that the driver does not have.
  func validate(for driver: SessionDevice.Driver?) throws {
    if let driver, captureDevice != nil, driver != .alsa {
      throw ValidationError("--capture-device needs --driver alsa")
    }
  }

  /// All that is said about the device.
  func device(_ driver: SessionDevice.Driver?, names: [String]) -> DeviceOptions {
    DeviceOptions(
      driver: driver, names: names, captureDevice: captureDevice, rate: samples.rate,
      period: period, periods: periods, format: samples.format, isStrict: strict)
  }
}
