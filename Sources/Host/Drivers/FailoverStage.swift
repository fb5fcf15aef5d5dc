import Drivers

/// What a failover asks of the host it keeps playing.
///
/// Thread: control.
protocol FailoverStage: AnyObject, Sendable {
  /// Whether the session plays, and is not about to end.
  var isPlaying: Bool { get }
  /// How many frames what is played comes after what was captured.
  var graphLatencyFrames: Int { get }
  /// Fades the master out, unless it was asked to before; whether it is silent.
  func silence() -> Bool
  /// Fades the master in, unless something else speaks against it.
  func sound()
  /// Makes ready what another format needs, beside what plays; nil when it needs nothing.
  ///
  /// May take as long as plugins do.
  func prepare(for format: StreamFormat) throws(HostError) -> FormatChange?
  /// Goes over to another format, while no period is performed.
  func commit(_ change: FormatChange) throws(HostError)
  /// Another driver plays from now on.
  func hasChangedDriver()
}
