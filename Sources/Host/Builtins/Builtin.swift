internal import Signal

/// A built-in node as a session writes it: the values of its keys.
///
/// Each has one file in this folder, with its keys, its ports and parameters and how it is made, and
/// one line in `Builtins.all`. Thread: control.
protocol Builtin: Sendable, Equatable {
  /// What `builtin:` calls it.
  static var name: String { get }

  /// Reads its keys from a node; nil, and a problem in the log, when it cannot be made of them.
  init?(_ section: inout YAMLSection, _ reader: SessionReader)

  /// Its ports and parameters.
  var shape: NodeShape { get }

  /// Makes its processor, with the values of its keys.
  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts
}

/// Every built-in node there is, in alphabetical order.
enum Builtins {
  static let all: [any Builtin.Type] = [
    CompressorBuiltin.self,
    ConvolverBuiltin.self,
    CrossfadeBuiltin.self,
    DelayBuiltin.self,
    EqualizerBuiltin.self,
    FeedbackBuiltin.self,
    FilePlayerBuiltin.self,
    GainBuiltin.self,
    GateBuiltin.self,
    LimiterBuiltin.self,
    MeterBuiltin.self,
    MixerBuiltin.self,
    NoiseBuiltin.self,
    PanBuiltin.self,
    PolarityBuiltin.self,
    RecorderBuiltin.self,
    ToneBuiltin.self,
  ]
}

/// What a built-in node is made for.
struct BuiltinSetting {
  /// The node's name in the session, for errors.
  let nodeName: String
  /// Frames per second.
  let rate: Int
  /// The longest period.
  let maximumFrames: Int
  /// What convolvers are made with.
  var transforms: (any TransformLibrary)?
  /// Where recordings go instead of the session's own place, when another run must not lose its.
  var recordingFolder: String?
  /// What the node it is to go on for does beside the cycle, at another rate or with shorter periods.
  var before: BackgroundWork?
}

/// What a built-in node came to be.
struct BuiltinParts {
  /// What runs; nil for a feedback node, which the graph makes itself.
  let processor: (any Processor)?
  /// What it does beside the cycle, if it does.
  var work: BackgroundWork?
}
