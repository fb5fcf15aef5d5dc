internal import Signal

/// Fades from one set of channels to another.
struct CrossfadeBuiltin: Builtin {
  static let name = "crossfade"
  let channels: Int

  init(channels: Int) { self.channels = channels }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(channels: section.channels())
  }

  var shape: NodeShape { NodeShape(CrossfadeProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(processor: CrossfadeProcessor(channels: channels, rate: setting.rate))
  }
}
