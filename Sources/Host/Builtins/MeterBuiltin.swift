internal import Loudness
internal import Signal

/// Measures what passes through: peak, RMS and loudness.
struct MeterBuiltin: Builtin {
  static let name = "meter"
  let channels: Int

  init(channels: Int) { self.channels = channels }

  init?(_ section: inout YAMLSection, _ reader: SessionReader) {
    self.init(channels: section.channels())
  }

  var shape: NodeShape { NodeShape(MeterProcessor.shape(channels: channels)) }

  func make(_ setting: BuiltinSetting) throws(HostError) -> BuiltinParts {
    do throws(LoudnessError) {
      let work = try LoudnessWork(
        label: setting.nodeName, channels: channels, rate: setting.rate,
        maximumFrames: setting.maximumFrames)
      return BuiltinParts(processor: work.node, work: work)
    } catch {
      throw HostError(.unavailable, "\(setting.nodeName): \(error.description)")
    }
  }
}
