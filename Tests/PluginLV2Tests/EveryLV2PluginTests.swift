import Plugins
import Testing

@testable import PluginLV2

@Suite("Every LV2 plugin", .serialized) struct EveryLV2PluginTests {
  /// Debian's swh-lv2 does not link these to FFTW, so that the loader refuses them.
  private static let broken = [
    "http://plugin.org.uk/swh-plugins/mbeq", "http://plugin.org.uk/swh-plugins/pitchScale",
    "http://plugin.org.uk/swh-plugins/pitchScaleHQ",
  ]

  @Test func runsTenBlocks() throws {
    let catalogue = LV2Catalogue(cache: nil)
    for descriptor in try catalogue.list()
    where descriptor.missingFeatures.isEmpty && !Self.broken.contains(descriptor.identifier) {
      let instance = try catalogue.makeInstance(
        descriptor.identifier, rate: 48_000, maximumFrames: 64)
      let rig = Rig(instance, frames: 64)
      rig.fillInputs()
      for block in 0..<10 { rig.run(frames: block * 7) }
      #expect(instance.latencyFrames >= 0)
      for parameter in descriptor.parameters {
        #expect(
          instance.parameter(parameter.symbol) != nil,
          "\(descriptor.identifier) \(parameter.symbol)")
      }
    }
  }
}
