// Control side.

/// What a plan is compiled from: nodes, and what is connected with what.
public struct GraphDescription: Sendable {
  /// Creates a description; `maximumFrames` is the most a step is ever given at once.
  public init(
    nodes: [GraphNode] = [], connections: [GraphConnection] = [], captureChannels: Int = 0,
    playbackChannels: Int = 0, maximumFrames: Int
  ) {
    self.nodes = nodes
    self.connections = connections
    self.captureChannels = captureChannels
    self.playbackChannels = playbackChannels
    self.maximumFrames = maximumFrames
  }

  /// The nodes, in the order of the session.
  public var nodes: [GraphNode]
  /// The connections, in the order in which they are summed.
  public var connections: [GraphConnection]
  /// Who hears whose MIDI, in the order in which simultaneous messages are heard.
  public var midiConnections: [MIDIConnection] = []
  /// Channels the device captures.
  public var captureChannels: Int
  /// Channels the device plays.
  public var playbackChannels: Int
  /// The most frames a step is ever given at once.
  public var maximumFrames: Int
}

/// One end of a connection; ports and channels count from 0.
public enum GraphEndpoint: Sendable, Hashable {
  /// A port of the node in this place of `GraphDescription.nodes`.
  case node(Int, port: Int)
  /// A channel the device captures.
  case capture(Int)
  /// A channel the device plays.
  case playback(Int)
}

/// Sound going from an output to an input.
public struct GraphConnection: Sendable, Hashable {
  /// What a connection is doing while an edit is under way.
  public enum Fade: Sendable, Hashable {
    /// Nothing: it is there.
    case none
    /// It is new, and silent until the plan's fade is over.
    case fadeIn
    /// It is going, and silent once the plan's fade is over.
    case fadeOut
  }

  /// Creates a connection.
  public init(
    from source: GraphEndpoint, to destination: GraphEndpoint, compensates: Bool = true,
    delayFrames: Int? = nil, fade: Fade = .none
  ) {
    self.source = source
    self.destination = destination
    self.compensates = compensates
    self.delayFrames = delayFrames
    self.fade = fade
  }

  /// A node's output port, or a captured channel.
  public let source: GraphEndpoint
  /// A node's input port, or a played channel.
  public let destination: GraphEndpoint
  /// Whether it is delayed to meet the others at its destination, and counts for how late they are.
  public let compensates: Bool
  /// How much it is delayed, when that is settled already; nil for what the compiler works out.
  public let delayFrames: Int?
  /// What it is doing while an edit is under way.
  public let fade: Fade
}
