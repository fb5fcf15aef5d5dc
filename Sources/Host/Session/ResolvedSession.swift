public import Plugins

/// A session whose names are known to exist: nodes with their shapes, connections by number.
public struct ResolvedSession: Sendable, Equatable {
  /// The session as it was written.
  public var session: Session
  /// Its nodes in the session's order.
  public var nodes: [ResolvedNode]
  /// Every connection once, chains first.
  public var connections: [ResolvedConnection]
  /// Who hears whose MIDI, in the order of the nodes and of what they hear.
  public var midi: [ResolvedMIDIConnection] = []
  /// What MIDI messages do.
  public var controls: [ResolvedControl] = []
  /// What they switch to.
  public var snapshots: [ResolvedSnapshot] = []
  /// What was read, to be edited and written again.
  public internal(set) var document: SessionDocument?
  /// What looks like a mistake but does not stand in the way.
  public var warnings: [SessionProblem] = []
}

/// A node whose ports and parameters are known.
public struct ResolvedNode: Sendable, Equatable {
  /// The node as it was written.
  public var node: SessionNode
  /// Its ports and parameters.
  public var shape: NodeShape
  /// The values it starts with, in the session's order.
  public var parameters: [ResolvedParameter]
  /// The preset it begins with.
  public var preset: PluginPreset?
  /// The properties it begins with, in the session's order.
  public var properties: [ResolvedProperty] = []
}

/// A property's value of the property's kind; a file's path is absolute.
public struct ResolvedProperty: Sendable, Equatable {
  /// The property's URI.
  public var identifier: String
  /// Its value.
  public var value: PluginValue
}

/// A parameter's value as a number within its range.
public struct ResolvedParameter: Sendable, Equatable {
  /// The parameter's symbol.
  public var symbol: String
  /// Its place among the shape's parameters.
  public var index: Int
  /// Its value.
  public var value: Double
}

/// A connection from an output to an input.
public struct ResolvedConnection: Sendable, Equatable {
  /// One end of a connection.
  public struct End: Sendable, Hashable {
    /// Creates an end.
    public init(_ place: Place, port: Int) {
      self.place = place
      self.port = port
    }
    /// Where the port is.
    public var place: Place
    /// The port's place among the inputs or outputs.
    public var port: Int
  }

  /// What an end belongs to.
  public enum Place: Sendable, Hashable {
    /// The device: capture as a source, playback as a target.
    case device
    /// A node, by its place in the session.
    case node(Int)
  }

  /// The output it comes from.
  public var from: End
  /// The input it goes to.
  public var to: End
  /// Whether it is delayed to meet others at its end.
  public var compensates: Bool
  /// Where it stands in the file.
  public var mark: SourceMark
}

/// MIDI going from a node's output, or a port of the device's, to a node or a port of the device's.
public struct ResolvedMIDIConnection: Sendable, Hashable {
  /// A MIDI output by its number, or a MIDI port of the device's that captures.
  public var from: ResolvedConnection.End
  /// A node, with port 0, or a MIDI port of the device's that plays.
  public var to: ResolvedConnection.End
  /// Whether it is delayed to meet the sound at its end, and counts for how late that is.
  public var compensates = true
}
