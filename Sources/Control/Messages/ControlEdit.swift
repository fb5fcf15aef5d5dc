/// A change of what plays, which can be one of several that take effect in the same cycle.
public enum ControlEdit: Hashable, Sendable {
  /// Moves a parameter to a value over so many seconds; without them as the host smooths it.
  case set(node: String, parameter: String, value: ParameterValue, rampSeconds: Double? = nil)
  case bypass(node: String, isBypassed: Bool)
  /// Adds a node; its fields are those of a node in the session file.
  case addNode([String: JSONValue])
  case removeNode(String)
  /// Connects two ports, written as in the session file.
  case connect(from: String, to: String)
  case disconnect(from: String, to: String)
  /// Goes to a snapshot over so many seconds; without them as the session says.
  case snapshot(String, fadeSeconds: Double? = nil)
  /// Loads one of the presets of a node's plugin.
  case preset(node: String, name: String)
  /// Fades the whole session in or out over so many seconds; without them as the session says.
  case fade(FadeDirection, seconds: Double? = nil)
  case mute(Bool)
  case transport(TransportAction)
}

/// What a parameter is set to.
public enum ParameterValue: Hashable, Sendable {
  case number(Double)
  /// The name of one of the parameter's points.
  case label(String)
}

/// Which way a session is faded.
public enum FadeDirection: String, CaseIterable, Sendable {
  case `in`
  case out
}

/// What the transport is to do.
public enum TransportAction: Hashable, Sendable {
  case start
  case stop
  /// Goes to a frame of the song.
  case locate(frame: Int64)
}
