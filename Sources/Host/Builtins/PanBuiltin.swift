internal import Signal

/// Places one channel between two, or balances two.
struct PanBuiltin: Builtin {
  static let name = "pan"
  let channels: Int

  init(channels: Int) { self.channels = channels }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(channels: section.channels(in: 1...2))
  }

  var shape: NodeShape { NodeShape(PanProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(processor: PanProcessor(channels: channels, rate: setting.rate))
  }
}
