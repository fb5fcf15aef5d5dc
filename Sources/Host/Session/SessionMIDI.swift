/// A source of MIDI that a node hears, as a session names it.
public struct SessionMIDISource: Sendable, Equatable {
  /// Where the messages come from.
  public enum Place: Sendable, Equatable {
    /// A MIDI port of the device's that captures, counted from 1.
    case port(Int)
    /// A node's MIDI output, or all it has when no port is named.
    case node(String, port: String?)
  }

  /// Where the messages come from.
  public var place: Place
  /// Where it stands in the file; where it does not, the beginning.
  public var mark = SourceMark.start
}

/// A MIDI port of the device's that plays what a node says, counted from 1.
public struct SessionMIDIOutput: Sendable, Equatable {
  /// The port's number.
  public var port: Int
  /// Where the key stands in the file.
  public var mark: SourceMark
}
