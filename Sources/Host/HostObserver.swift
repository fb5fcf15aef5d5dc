/// How a host is, told at each of its beats.
public struct HostPulse: Sendable, Equatable {
  /// Creates a pulse.
  public init(
    performedNanoseconds: Int64, isAway: Bool = false, session: String = "", state: String = "",
    device: String = ""
  ) {
    self.performedNanoseconds = performedNanoseconds
    self.isAway = isAway
    self.session = session
    self.state = state
    self.device = device
  }

  /// What all periods so far lasted together: it stands still when the cycle does.
  public var performedNanoseconds: Int64
  /// Whether the host waits for a device that was asked for.
  public var isAway: Bool
  /// The session's name.
  public var session: String
  /// In a word what the host is doing, as in `TelemetryFrame.state`.
  public var state: String
  /// The driver, its device, and its period, for people.
  public var device: String
}

/// Hears from a host what whoever watches over the process wants to know.
///
/// Thread: any of the control side; none of these may take long.
public protocol HostObserver: Sendable {
  /// Called four times a second while the host plays.
  func hostDidBeat(_ pulse: HostPulse)
  /// The session's file is about to be read again.
  func hostWillReload()
  /// The session that plays is the new one, or still the old one.
  func hostDidReload()
  /// The last fade begins, or the host ends without one; may be called twice.
  func hostWillStop()
}
