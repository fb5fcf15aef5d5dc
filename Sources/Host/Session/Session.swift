/// What a session file says: a device, a queue, nodes and how they are connected.
///
/// Made by `SessionFile`; every path of a sound file in it is absolute.
public struct Session: Sendable, Equatable {
  /// Creates a session without nodes.
  public init(path: String, name: String) {
    self.path = path
    self.name = name
  }

  /// The file it was read from, as it was named.
  public var path: String
  /// Its name for people; the file's name unless the session says otherwise.
  public var name: String
  /// What it plays on.
  public var device = SessionDevice()
  /// What runs it.
  public var queue = SessionQueue()
  /// How it fades.
  public var fades = SessionFades()
  /// The highest peak a node may have, in dB above full level.
  public var runawayDecibels = 40.0
  /// Whether it is silent until somebody says otherwise.
  public var isMuted = false
  /// Its nodes in the file's order.
  public var nodes: [SessionNode] = []
  /// Its chains in the file's order.
  public var chains: [SessionChain] = []
  /// Its connections in the file's order.
  public var connections: [SessionConnection] = []
  /// What MIDI messages do, in the file's order.
  public var controls: [SessionControl] = []
  /// What controls switch to, in the file's order.
  public var snapshots: [SessionSnapshot] = []
  /// Some node's name could not be read: a name that seems unknown may be that one.
  var hasNamelessNodes = false
  /// Some chain or connection could not be read: a node that seems lonely may be in it.
  var hasUnreadConnections = false

  /// What chains and connections call the device's input.
  public static let captureName = "capture"
  /// What chains and connections call the device's output.
  public static let playbackName = "playback"
}
