import Drivers

/// The time in which the clock plays because no device does.
struct Absence {
  /// When it began, and when the next look is due, in nanoseconds on CLOCK_MONOTONIC.
  let since: Int64
  var nextLook: Int64 = 0
  /// The device that played before; nil when none ever did, or it was left on purpose.
  var missed: DeviceCandidate?
  /// What played before a change of devices: gone back to when none of the new ones can be had.
  var fallbacks: [DeviceCandidate] = []
  /// Whether somebody looks at the moment.
  var isLooking = false
  /// What stood in the way and was told.
  var told: Set<String> = []

  /// How often is looked for a device that went away, and for one that may never be there.
  static let intervalNanoseconds: Int64 = 200_000_000
  static let idleIntervalNanoseconds: Int64 = 1_000_000_000

  /// Whether nothing is missed: the clock plays because there never was a device.
  var isIdle: Bool { missed == nil && fallbacks.isEmpty }

  /// Sets the next look to one interval from `now`; a longer one after a device that did not start.
  mutating func postpone(from now: Int64, hasFailed: Bool = false) {
    nextLook = now + (hasFailed || isIdle ? Self.idleIntervalNanoseconds : Self.intervalNanoseconds)
  }

  /// Whether a device is one that played before a change.
  func isFallback(_ candidate: DeviceCandidate?) -> Bool {
    fallbacks.contains { $0 == candidate }
  }

  /// Whether an obstacle is new; each is told once.
  mutating func tells(_ obstacle: DriverError) -> Bool {
    // That a device which went away is not there is no news.
    let isNews = obstacle.code != .unavailable || !fallbacks.isEmpty
    return isNews && told.insert(obstacle.message).inserted
  }
}
