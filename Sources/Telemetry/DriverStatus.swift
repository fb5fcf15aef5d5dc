/// The driver, as the meter shows it.
public struct DriverStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// The driver's name: `jack`, `alsa`, `clock` or `file`.
  public var name = ""
  /// The device it plays to.
  public var device = ""
  /// Why this driver was chosen.
  public var reason = ""
  /// Frames per second.
  public var rate = 0
  /// Frames per period.
  public var periodFrames = 0
  /// Periods in the device's buffer.
  public var periods = 0
  /// Playback latency in frames.
  public var latencyFrames = 0
  /// Periods that were too late.
  public var xruns: UInt64 = 0
  /// Times the machine slept, and the device with it.
  public var suspends: UInt64 = 0
  /// Times the device fell silent without an error.
  public var stalls: UInt64 = 0
  /// Errors of other kinds.
  public var faults: UInt64 = 0
  /// Faults of any kind after which the device was started again.
  public var recoveries: UInt64 = 0
  /// Periods run so far.
  public var periodsRun: UInt64 = 0
}
