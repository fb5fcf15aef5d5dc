internal import Signal

/// One gain for every channel.
struct GainBuiltin: Builtin {
  static let name = "gain"
  let channels: Int

  init(channels: Int) { self.channels = channels }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(channels: section.channels())
  }

  var shape: NodeShape { NodeShape(GainProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(processor: GainProcessor(channels: channels, rate: setting.rate))
  }
}
