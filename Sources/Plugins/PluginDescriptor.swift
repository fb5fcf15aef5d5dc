/// The interface a plugin was written for.
public enum PluginFormat: String, Sendable, Codable, CaseIterable {
  case lv2
  case ladspa
}

/// What a plugin is, before any instance of it exists.
public struct PluginDescriptor: Sendable, Equatable, Codable {
  /// Creates a descriptor.
  public init(
    format: PluginFormat, identifier: String, name: String, author: String = "",
    category: String = "", library: String = "", ports: [PluginPort] = [],
    requiredFeatures: [String] = [], missingFeatures: [String] = []
  ) {
    self.format = format
    self.identifier = identifier
    self.name = name
    self.author = author
    self.category = category
    self.library = library
    self.ports = ports
    self.requiredFeatures = requiredFeatures
    self.missingFeatures = missingFeatures
  }

  /// The interface it was written for.
  public var format: PluginFormat
  /// What a session names it by: an LV2 URI, or `library:label` for LADSPA (`amp:amp_mono`).
  public var identifier: String
  /// Its name for people.
  public var name: String
  /// Who made it, empty when it does not say.
  public var author: String
  /// Its class, such as `Reverb`, empty when it does not say.
  public var category: String
  /// The library or bundle it is in.
  public var library: String
  /// The number LADSPA's registry gave it, by which a session may name it as well; nil for LV2.
  public var uniqueID: Int?
  /// Its ports, in the plugin's own order.
  public var ports: [PluginPort]
  /// URIs of the host features it cannot do without.
  public var requiredFeatures: [String]
  /// Those of `requiredFeatures`, and kinds of mandatory ports, this host does not have.
  public var missingFeatures: [String]
  /// What it can be set to by messages, and tells by messages.
  public var properties: [PluginProperty] = []
  /// How long the blocks have to be that it is run with.
  public var blockLengths = BlockLengths.any

  /// Audio and CV inputs in order: the node's input ports.
  public var inputs: [PluginPort] { ports.filter { $0.isSignal && $0.direction == .input } }
  /// Audio and CV outputs in order: the node's output ports.
  public var outputs: [PluginPort] { ports.filter { $0.isSignal && $0.direction == .output } }
  /// Control inputs in order: the node's parameters.
  public var parameters: [PluginPort] {
    ports.filter { $0.kind == .control && $0.direction == .input }
  }

  /// The place of the parameter with this symbol among `parameters`.
  package func parameterPlace(_ symbol: String) -> Int? {
    parameters.firstIndex { $0.symbol == symbol }
  }

  /// Whether MIDI messages reach it.
  public var takesMIDI: Bool { ports.contains(where: \.takesMIDI) }
  /// The ports by which MIDI messages leave it, in order: the MIDI ports that play of
  /// `rt_block.events`, to which it writes what it says in a block.
  public var midiOutputs: [PluginPort] { ports.filter(\.givesMIDI) }

  /// The control output that tells the latency in frames, when there is one.
  public var latencyPort: PluginPort? { ports.first(where: \.isLatency) }
}

/// One port of a plugin.
public struct PluginPort: Sendable, Equatable, Codable {
  /// What flows through a port.
  public enum Kind: String, Sendable, Codable {
    case audio
    case control
    case cv
    /// Atom, event or anything else that is not a sample.
    case other
  }

  /// Which way it flows.
  public enum Direction: String, Sendable, Codable {
    case input
    case output
  }

  /// A value with a name, such as 0 "Off".
  public struct ScalePoint: Sendable, Equatable, Codable {
    /// Creates a scale point.
    public init(value: Float, label: String) {
      self.value = value
      self.label = label
    }
    /// The port's value.
    public var value: Float
    /// What it means.
    public var label: String
  }

  /// Creates a port.
  public init(
    index: Int, symbol: String, name: String, kind: Kind, direction: Direction
  ) {
    self.index = index
    self.symbol = symbol
    self.name = name
    self.kind = kind
    self.direction = direction
  }

  /// Its place among the plugin's ports.
  public var index: Int
  /// What a session names it by; unique within the plugin.
  public var symbol: String
  /// Its name for people.
  public var name: String
  /// What flows through it.
  public var kind: Kind
  /// Which way it flows.
  public var direction: Direction
  /// Smallest value, when it has one; a multiple of the rate when `isRateScaled`.
  public var minimum: Float?
  /// Largest value, when it has one.
  public var maximum: Float?
  /// The value it starts with.
  public var defaultValue: Float?
  /// Unit symbol, such as `dB` or `Hz`, empty when it has none.
  public var unit = ""
  /// Values with names.
  public var scalePoints: [ScalePoint] = []
  /// Only whole numbers make sense.
  public var isInteger = false
  /// Off at 0, on above.
  public var isToggled = false
  /// Only the values with names make sense.
  public var isEnumeration = false
  /// Steps should be logarithmic.
  public var isLogarithmic = false
  /// Bounds and default are to be multiplied by the rate.
  public var isRateScaled = false
  /// May stay unconnected.
  public var isOptional = false
  /// Takes MIDI messages.
  public var takesMIDI = false
  /// Gives MIDI messages.
  public var givesMIDI = false
  /// Takes messages that set properties.
  public var takesPatches = false
  /// Takes the transport's position.
  public var takesPosition = false
  /// The name of the group of ports it belongs to, empty when it belongs to none.
  public var group = ""
  /// What it is for, such as `left` or `cutoffFrequency`, empty when it does not say.
  public var designation = ""
  /// How a value is written with its unit, such as `%.0f Hz`, empty when it does not say.
  public var unitFormat = ""
  /// Tells the plugin's latency in frames, after each block.
  public var isLatency = false

  /// Whether samples flow through it.
  public var isSignal: Bool { kind == .audio || kind == .cv }
}
