internal import Signal

/// Mixes `inputs` strips of `channels` channels each.
struct MixerBuiltin: Builtin {
  static let name = "mixer"
  let inputs: Int
  let channels: Int

  init(inputs: Int, channels: Int) {
    self.inputs = inputs
    self.channels = channels
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    let inputs = section.integer("inputs", in: 1...32) ?? 2
    self.init(inputs: inputs, channels: section.channels())
  }

  var shape: NodeShape { NodeShape(MixerProcessor.shape(strips: inputs, channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(
      processor: MixerProcessor(strips: inputs, channels: channels, rate: setting.rate))
  }
}
