public import Plugins

/// What a node looks like from outside: its ports and parameters.
public struct NodeShape: Sendable, Equatable {
  /// One parameter.
  public struct Parameter: Sendable, Equatable {
    /// A value with a name.
    public struct ScalePoint: Sendable, Equatable {
      /// Creates a scale point.
      public init(label: String, value: Double) {
        self.label = label
        self.value = value
      }
      /// What the value means.
      public var label: String
      /// The value.
      public var value: Double
    }

    /// Creates a parameter; a bound that is nil is not checked.
    public init(
      symbol: String, minimum: Double? = nil, maximum: Double? = nil, unit: String = "",
      scalePoints: [ScalePoint] = []
    ) {
      self.symbol = symbol
      self.minimum = minimum
      self.maximum = maximum
      self.unit = unit
      self.scalePoints = scalePoints
    }

    /// What a session names it by.
    public var symbol: String
    /// The smallest value.
    public var minimum: Double?
    /// The largest value.
    public var maximum: Double?
    /// The unit for messages, such as `dB`.
    public var unit: String
    /// Values with names.
    public var scalePoints: [ScalePoint]
  }

  /// Creates a shape.
  public init(
    inputs: [String], outputs: [String], parameters: [Parameter] = [], takesMIDI: Bool = false,
    presets: [PluginPreset] = [], stateProblem: String? = nil
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.parameters = parameters
    self.takesMIDI = takesMIDI
    self.presets = presets
    self.stateProblem = stateProblem
  }

  /// Names of the input ports, in order.
  public var inputs: [String]
  /// Names of the output ports, in order.
  public var outputs: [String]
  /// The parameters, in order.
  public var parameters: [Parameter]
  /// Whether MIDI messages reach it.
  public var takesMIDI: Bool
  /// Names of the outputs by which MIDI messages leave it, in order.
  public var midiOutputs: [String] = []
  /// Its presets, when the session asks for one.
  public var presets: [PluginPreset]
  /// What is wrong with the state the session asks for, in one line.
  public var stateProblem: String?
  /// What can be set to files, texts and numbers beside the parameters.
  public var properties: [PluginProperty] = []
}

/// Why a node's shape cannot be told, in one line.
public struct NodeShapeError: Error, Sendable, Equatable {
  /// Creates an error.
  public init(_ message: String) { self.message = message }
  /// What happened and what to do.
  public let message: String
}

extension NodeShape {
  /// The shape of a plugin; without a rate, bounds that depend on it are not checked.
  public init(_ plugin: PluginDescriptor, rate: Int?) {
    self.init(
      inputs: plugin.inputs.map(\.symbol), outputs: plugin.outputs.map(\.symbol),
      parameters: plugin.parameters.map { Parameter($0, rate: rate) },
      takesMIDI: plugin.takesMIDI)
    midiOutputs = plugin.midiOutputs.map(\.symbol)
    properties = plugin.properties.filter(\.isWritable)
  }
}

extension NodeShape.Parameter {
  fileprivate init(_ port: PluginPort, rate: Int?) {
    let scale = port.isRateScaled ? rate.map(Double.init) : 1
    func scaled(_ bound: Float?) -> Double? {
      guard let bound, let scale else { return nil }
      return Double(bound) * scale
    }
    self.init(
      symbol: port.symbol, minimum: scaled(port.minimum), maximum: scaled(port.maximum),
      unit: port.unit,
      scalePoints: port.scalePoints.compactMap { point in
        scaled(point.value).map { .init(label: point.label, value: $0) }
      })
  }
}
