/// What the meter asks of the host it shows.
public enum MeterRequest: Sendable, Equatable {
  case bypass(node: String, isBypassed: Bool)
  /// Mutes what is heard, or unmutes it.
  case toggleMute
  /// Goes to a snapshot of the session.
  case snapshot(String)
  /// Fades out what is heard, or in again.
  case toggleFade
  /// Counts xruns, misses and highest values from zero.
  case resetCounters
}

/// How the meter reaches the host.
///
/// - Thread: a thread of the meter's own that draws nothing; both functions may wait.
public protocol MeterSteering: Sendable {
  /// Has something done; gives what was done in a few words, such as `guitar is bypassed`.
  func perform(_ request: MeterRequest) throws(MeterRefusal) -> String

  /// The names of the session's snapshots.
  func snapshots() throws(MeterRefusal) -> [String]
}

/// Why something asked for was not done, in one line.
public struct MeterRefusal: Error, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// Creates a refusal.
  public init(_ description: String) { self.description = description }
}
