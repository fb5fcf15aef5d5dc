/// What one recording says of the way from a playback channel to a capture channel.
public struct RoundTripEstimate: Sendable, Equatable {
  /// From a frame that was played to the same one captured, in frames.
  public var delayFrames: Double
  /// How much stronger or weaker it came back, in decibels.
  public var gainDecibels: Double
  /// Whether it came back upside down.
  public var isInverted: Bool
  /// Whether the recording reaches full scale.
  public var isClipped: Bool
  /// Another way it took, if any: an echo, or a second connection.
  public var echo: Echo?

  /// Another arrival of the same signal.
  public struct Echo: Sendable, Equatable {
    /// Creates an echo.
    public init(delayFrames: Double, decibelsBelow: Double) {
      self.delayFrames = delayFrames
      self.decibelsBelow = decibelsBelow
    }
    /// When it came, in frames.
    public var delayFrames: Double
    /// How much weaker it is than the strongest, in decibels.
    public var decibelsBelow: Double
  }
}
