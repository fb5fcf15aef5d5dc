internal import Signal

/// Takes away what is quiet.
struct GateBuiltin: Builtin {
  static let name = "gate"
  let channels: Int
  let hasSidechain: Bool

  init(channels: Int, hasSidechain: Bool) {
    self.channels = channels
    self.hasSidechain = hasSidechain
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(channels: section.channels(), hasSidechain: section.flag("sidechain") ?? false)
  }

  var shape: NodeShape {
    NodeShape(GateProcessor.shape(channels: channels, hasSidechain: hasSidechain))
  }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(
      processor: GateProcessor(
        channels: channels, hasSidechain: hasSidechain, rate: setting.rate))
  }
}
