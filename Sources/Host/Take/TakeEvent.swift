/// Something the control side did during a take, and the first frame that saw it.
struct TakeEvent: Codable, Equatable, Sendable {
  /// What was done.
  enum Action: Codable, Equatable, Sendable {
    /// The master fade was asked for.
    case fade(gain: Float, frames: Int)
    /// The session with this number took the place of the one before.
    case reload(session: Int)
    /// An edit went on to its next plan.
    case advance
    /// Nodes have other latencies now, by their place.
    case latencies([Int])
    /// A period missed its deadline; a replay has no such misses.
    case miss(node: String)
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
