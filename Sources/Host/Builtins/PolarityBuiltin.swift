internal import Signal

/// Turns channels upside down.
struct PolarityBuiltin: Builtin {
  static let name = "polarity"
  let channels: Int

  init(channels: Int) { self.channels = channels }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(channels: section.channels())
  }

  var shape: NodeShape { NodeShape(PolarityProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(processor: PolarityProcessor(channels: channels, rate: setting.rate))
  }
}
