import Drivers

/// What a failover asks of the host it keeps playing.
///
/// Thread: control.
protocol FailoverStage: AnyObject {
  /// Whether the session plays, and is not about to end.
  var isPlaying: Bool { get }
  /// How many frames what is played comes after what was captured.
  var graphLatencyFrames: Int { get }
  /// Fades the master out, unless it was asked to before; whether it is silent.
  func silence() -> Bool
  /// Fades the master in, unless something else speaks against it.
  func sound()
  /// Whether the graph can play in this format; says why not.
  func refusal(of format: StreamFormat) -> String?
  /// Another driver plays from now on.
  func hasChangedDriver()
}
