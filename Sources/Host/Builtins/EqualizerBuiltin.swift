internal import Signal

/// An equalizer of some bands, the same for all channels.
struct EqualizerBuiltin: Builtin {
  static let name = "equalizer"
  let bands: Int
  let channels: Int

  init(bands: Int, channels: Int) {
    self.bands = bands
    self.channels = channels
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    let bands = section.integer("bands", in: 1...16) ?? 4
    self.init(bands: bands, channels: section.channels())
  }

  var shape: NodeShape { NodeShape(EqualizerProcessor.shape(bands: bands, channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(
      processor: EqualizerProcessor(bands: bands, channels: channels, rate: setting.rate))
  }
}
