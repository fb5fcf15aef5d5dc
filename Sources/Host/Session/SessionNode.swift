public import Plugins

/// One node of the graph.
public struct SessionNode: Sendable, Equatable {
  /// What a node is made of.
  public enum Kind: Sendable, Equatable {
    case builtin(SessionBuiltin)
    case plugin(SessionPlugin)
    /// Could not be understood; a problem tells why.
    case unknown
  }

  /// What connections call it.
  public var name: String
  /// Where it stands in the file.
  public var mark: SourceMark
  /// What it is made of.
  public var kind: Kind
  /// Values it starts with.
  public var parameters: [SessionParameter] = []
  /// Its inputs go to its outputs as they are, as late as it would be.
  public var isBypassed = false
  /// Whether its connections are delayed to meet others at their ends, unless they say themselves.
  public var compensates = true
}

/// A plugin as a session names it.
public struct SessionPlugin: Sendable, Equatable {
  /// Its interface.
  public var format: PluginFormat
  /// An LV2 URI, or `library:label` for LADSPA.
  public var identifier: String
  /// Where it is named.
  public var mark: SourceMark
  /// What MIDI it hears; the device's first port unless the session says otherwise.
  public var midi = [SessionMIDISource(place: .port(1))]
  /// Where that is said, if it is.
  public var midiMark: SourceMark?
  /// Where its own MIDI goes beside the nodes that hear it, if it does.
  public var midiOut: SessionMIDIOutput?
  /// Which process it runs in.
  public var sandbox = SessionSandbox.none
  /// The part of a period it may take there before it is late, in percent; nil is the usual one.
  public var sandboxPercent: Double?
  /// The name or URI of a preset it begins with.
  public var preset: SessionText?
  /// A folder with a state it begins with, after the preset.
  public var state: SessionText?
  /// Which state the folder had when the session was read.
  public var stateFingerprint = ""
}

/// Which process a plugin runs in.
public enum SessionSandbox: Sendable, Equatable {
  /// The host's.
  case none
  /// One of its own.
  case own
  /// That of all plugins with this name for it.
  case group(String)
}

/// Text, and where it stands in the file.
public struct SessionText: Sendable, Equatable {
  /// The text; of a path, the whole one.
  public var text: String
  /// Where it stands.
  public var mark: SourceMark

  init(text: String, mark: SourceMark) {
    self.text = text
    self.mark = mark
  }
}

/// A value a parameter starts with.
public struct SessionParameter: Sendable, Equatable {
  /// A number, or the label of one of the parameter's scale points.
  public enum Value: Sendable, Equatable {
    case number(Double)
    case label(String)
  }

  /// The parameter's symbol.
  public var symbol: String
  /// Its value.
  public var value: Value
  /// Where the symbol stands in the file.
  public var mark: SourceMark
}
