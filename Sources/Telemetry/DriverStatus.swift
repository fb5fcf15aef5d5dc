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

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.name, into: &name)
    try fields.read(.device, into: &device)
    try fields.read(.reason, into: &reason)
    try fields.read(.rate, into: &rate)
    try fields.read(.periodFrames, into: &periodFrames)
    try fields.read(.periods, into: &periods)
    try fields.read(.latencyFrames, into: &latencyFrames)
    try fields.read(.xruns, into: &xruns)
    try fields.read(.suspends, into: &suspends)
    try fields.read(.stalls, into: &stalls)
    try fields.read(.faults, into: &faults)
    try fields.read(.recoveries, into: &recoveries)
    try fields.read(.periodsRun, into: &periodsRun)
  }
}
