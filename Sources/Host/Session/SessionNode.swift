public import Plugins
public import SoundFiles

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
}

/// A node that is part of the host.
public enum SessionBuiltin: Sendable, Equatable {
  /// Plays a file of `channels` channels.
  case filePlayer(path: String, channels: Int, loop: Bool)
  /// One gain for every channel.
  case gain(channels: Int)
  /// Mixes `inputs` strips of `channels` channels each.
  case mixer(inputs: Int, channels: Int)
  /// Records what passes through; `format` nil is the container's own choice.
  case recorder(path: String, channels: Int, format: SampleFormat?)
  /// A test tone.
  case tone(hertz: Double, decibels: Double, waveform: ToneWaveform)
}

/// The shape of a test tone.
public enum ToneWaveform: String, Sendable, CaseIterable {
  case sine
}

/// A plugin as a session names it.
public struct SessionPlugin: Sendable, Equatable {
  /// Its interface.
  public var format: PluginFormat
  /// An LV2 URI, or `library:label` for LADSPA.
  public var identifier: String
  /// Where it is named.
  public var mark: SourceMark
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
