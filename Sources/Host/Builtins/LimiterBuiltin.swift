internal import Signal

/// Keeps every sample below a ceiling.
struct LimiterBuiltin: Builtin {
  static let name = "limiter"
  let channels: Int

  init(channels: Int) { self.channels = channels }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(channels: section.channels())
  }

  var shape: NodeShape { NodeShape(LimiterProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(processor: LimiterProcessor(channels: channels, rate: setting.rate))
  }
}
