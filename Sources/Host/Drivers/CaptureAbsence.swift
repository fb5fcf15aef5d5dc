import Drivers

/// The time in which a driver captures silence, because its capture device is gone.
struct CaptureAbsence {
  /// The driver's number at the gate.
  let driver: UInt32
  /// When the next look is due, in nanoseconds on CLOCK_MONOTONIC.
  var nextLook: Int64
  /// Whether somebody looks at the moment.
  var isLooking = false
  /// Whether the device can be opened again.
  var isFound = false
  /// What stood in the way and was told.
  var told: Set<String> = []

  /// How often is looked; the driver has as long to recover by itself.
  static let intervalNanoseconds: Int64 = 1_000_000_000
  /// How long a driver plays at least before it is opened again for the sake of what it captures.
  static let reopenIntervalNanoseconds: Int64 = 10_000_000_000
}
