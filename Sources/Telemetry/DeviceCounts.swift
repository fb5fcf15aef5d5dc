/// What became of a host's devices so far.
public struct DeviceCounts: Sendable, Equatable, Codable {
  /// Creates counts.
  public init(
    losses: UInt64 = 0, returns: UInt64 = 0, switches: UInt64 = 0, failedOpens: UInt64 = 0
  ) {
    self.losses = losses
    self.returns = returns
    self.switches = switches
    self.failedOpens = failedOpens
  }

  /// Devices that went away while they played.
  public var losses: UInt64
  /// Times a device played again after a loss.
  public var returns: UInt64
  /// Times another device was changed to.
  public var switches: UInt64
  /// Times a device that was there could not be opened or started.
  public var failedOpens: UInt64

  /// Reads what there is; what an older host did not tell keeps its default.
  public init(from decoder: any Decoder) throws {
    self.init()
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try fields.read(.losses, into: &losses)
    try fields.read(.returns, into: &returns)
    try fields.read(.switches, into: &switches)
    try fields.read(.failedOpens, into: &failedOpens)
  }
}
