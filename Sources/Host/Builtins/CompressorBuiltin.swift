internal import Signal

/// Makes what is loud quieter.
struct CompressorBuiltin: Builtin {
  static let name = "compressor"
  let channels: Int
  let isLinked: Bool
  let hasSidechain: Bool

  init(channels: Int, isLinked: Bool, hasSidechain: Bool) {
    self.channels = channels
    self.isLinked = isLinked
    self.hasSidechain = hasSidechain
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(
      channels: section.channels(), isLinked: section.flag("link") ?? true,
      hasSidechain: section.flag("sidechain") ?? false)
  }

  var shape: NodeShape {
    NodeShape(CompressorProcessor.shape(channels: channels, hasSidechain: hasSidechain))
  }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(
      processor: CompressorProcessor(
        channels: channels, isLinked: isLinked, hasSidechain: hasSidechain, rate: setting.rate))
  }
}
