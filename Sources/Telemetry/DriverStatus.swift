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
  /// Periods run so far.
  public var periodsRun: UInt64 = 0
}
