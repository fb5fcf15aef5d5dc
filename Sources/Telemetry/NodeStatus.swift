/// A node of the session, as the meter shows it.
public struct NodeStatus: Sendable, Equatable, Codable {
  /// Creates an empty status.
  public init() {}

  /// The node's name in the session.
  public var name = ""
  /// What it is: a built-in's name, or the plugin's.
  public var kind = ""
  /// Mean share of the period it took since the last frame.
  public var share: Double = 0
  /// Largest share of the period since the host started.
  public var highestShare: Double = 0
  /// Mean of its run time since the host started, in nanoseconds.
  public var meanNanoseconds: Double = 0
  /// Frames it had to play as silence, could not record or did not measure, because the disk or
  /// the queue for it did not keep up.
  public var lostFrames = 0
}
