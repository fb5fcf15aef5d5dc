import ArgumentParser
import Host

/// The drivers that have a device, for what measures it.
enum HardwareDriver: String, ExpressibleByArgument, CaseIterable {
  case auto, jack, alsa

  /// As a session calls it.
  var sessionDriver: SessionDevice.Driver {
    switch self {
    case .auto: .auto
    case .jack: .jack
    case .alsa: .alsa
    }
  }
}

extension DriverSelection {
  /// Opens the first of the choices that can be had; never the clock.
  static func openHardware(_ choices: [DeviceChoice]) throws(HostError) -> DriverSelection {
    try open(choices, from: DriverProviders.all.filter { $0.name != "clock" })
  }
}
