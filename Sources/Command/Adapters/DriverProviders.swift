import Drivers
import Host

/// The drivers this program knows, in the order `auto` tries them.
enum DriverProviders {
  /// JACK, ALSA and the clock.
  static let all = [clock]

  /// Always there.
  static let clock = DriverProvider(
    name: "clock",
    probe: { _ in .available("the clock keeps time") },
    open: { (request, _) throws(DriverError) in try ClockDriver(request) })
}
