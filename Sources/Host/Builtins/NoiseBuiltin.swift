internal import Signal

/// White or pink noise, the same for the same seed.
struct NoiseBuiltin: Builtin {
  static let name = "noise"
  let channels: Int
  let seed: Int

  init(channels: Int, seed: Int) {
    self.channels = channels
    self.seed = seed
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    let seed = section.integer("seed", in: 0...Int(Int32.max)) ?? 0
    self.init(channels: section.channels(), seed: seed)
  }

  var shape: NodeShape { NodeShape(NoiseProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    BuiltinParts(
      processor: NoiseProcessor(channels: channels, seed: UInt64(seed), rate: setting.rate))
  }
}
