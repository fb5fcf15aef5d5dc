import Signal

/// Something the control side did during a take, and the first frame that saw it.
struct TakeEvent: Codable, Equatable, Sendable {
  /// What was done.
  enum Action: Codable, Equatable, Sendable {
    /// The master fade was asked for; linear in takes that do not say.
    case fade(gain: Float, frames: Int, curve: FadeCurve?)
    /// The session with this number was to take the place of the one before.
    case reload(session: Int)
    /// The values of that session's parameters were posted.
    case values
    /// The latencies that nodes told were looked at, and had changed.
    case latencies
    /// The next plan of an edit was posted.
    case plan
    /// A muted node was to be left out, so that it can be restarted.
    case rest(node: String)
    /// It was restarted, and was to be performed again.
    case wake(node: String)
    /// A node was bypassed, as restarts were of no use.
    case exclude(node: String)
    /// A control bypassed a node, or not any more.
    case bypass(node: String, isBypassed: Bool)
    /// A control switched to a snapshot.
    case snapshot(name: String)
    /// Somebody who steers the host set parameters and bypassed nodes, all for one period.
    case edit(LiveEdit)
    /// A period missed its deadline in this node; a replay has no such misses.
    case miss(node: String)
    /// The take lacks something that was captured or played: the disk did not keep up.
    case overrun
  }

  /// The first frame of the first period that saw it.
  var frame: UInt64
  /// Whether that frame is certain.
  var isExact: Bool
  /// What was done.
  var action: Action
}

/// What a take begins with.
struct TakeHeader: Codable, Equatable, Sendable {
  /// The format of the folder.
  var version = 1
  /// Frames per second.
  var rate: Int
  /// Frames per period.
  var periodFrames: Int
  /// Channels captured.
  var captureChannels: Int
  /// Channels played.
  var playbackChannels: Int
  /// Where the session was loaded from: its paths are relative to that folder.
  var sessionPath: String
}
