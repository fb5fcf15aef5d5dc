internal import Signal

/// A test tone.
struct ToneBuiltin: Builtin {
  static let name = "tone"
  let hertz: Double
  let decibels: Double
  let waveform: ToneWaveform

  init(hertz: Double, decibels: Double, waveform: ToneWaveform) {
    self.hertz = hertz
    self.decibels = decibels
    self.waveform = waveform
  }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(
      hertz: section.number("frequency", in: 1...20_000, unit: "Hz") ?? 440,
      decibels: section.number("level", in: -120...0, unit: "dB") ?? -20,
      waveform: section.choice("waveform", of: ToneWaveform.self) ?? .sine)
  }

  /// What can be set are its keys.
  var shape: NodeShape { NodeShape(inputs: [], outputs: ["out_1"]) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    let tone = ToneProcessor(waveform: waveform, rate: setting.rate)
    _ = tone.setParameter("frequency", to: Float(hertz))
    _ = tone.setParameter("level", to: Float(decibels))
    return BuiltinParts(processor: tone)
  }
}
